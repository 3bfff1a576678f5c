/** What a read of one key may find: the truth first, then what the contract allows besides; or what an eye chooses among it. */
import type { Eye } from "./eye.js";
import type { Freshness } from "./object-store.js";
import type { Rules } from "./rules.js";
import type { Found, KeyRecord, ReadVerb } from "./state.js";
import { recordAt, type StoreState, withRecord } from "./store-state.js";
import { sameFound } from "./version.js";

/** What a read may find at a key, and the state after it. */
export interface Sight {
  readonly found: Found;
  readonly next: StoreState;
  readonly anomalies: number;
  readonly label: string | undefined;
}

/** All sights, the up-to-date one first; or the one that the eye chooses among them. */
export function sightsOf(
  rules: Rules,
  state: StoreState,
  key: string,
  verb: ReadVerb,
  anomalies: number,
  wish?: Freshness,
): readonly Sight[] {
  const sights = allSights(rules, state, key, verb, anomalies, wish);
  return rules.eye === undefined ? sights : [sightOf(rules, rules.eye, key, verb, sights)];
}

/** Of sights that show the same, the one after which the most may still be seen: nodes that lag more stay as they are. */
function sightOf(
  { contract }: Rules,
  eye: Eye,
  key: string,
  verb: ReadVerb,
  sights: readonly Sight[],
): Sight {
  const groups: Sight[][] = [];
  for (const sight of sights) {
    const group = groups.find(([first]) => sameFound(first!.found, sight.found));
    if (group === undefined) groups.push([sight]);
    else group.push(sight);
  }
  const chosen = eye.found(
    key,
    verb,
    groups.map(([first]) => first!.found),
  );
  const group = groups[chosen];
  if (group === undefined) throw new RangeError(`sight ${chosen} of ${groups.length} at ${key}`);
  const left = ({ next }: Sight): number => contract.sights?.(recordAt(next, key)).length ?? 0;
  return group.length === 1 ? group[0]! : group.reduce((best, one) => (left(one) > left(best) ? one : best));
}

/** The up-to-date sight first. One that finds nothing is told to the contract: a negative cache remembers it. */
function allSights(
  { contract, capabilities }: Rules,
  state: StoreState,
  key: string,
  verb: ReadVerb,
  anomalies: number,
  wish: Freshness = {},
): readonly Sight[] {
  const record = recordAt(state, key);
  const missed = () => withRecord(state, key, carried(contract.afterMiss(record), record));
  const { current } = record;
  if (wish.replica === true && contract.replica !== undefined)
    return [{ found: contract.replica(record), next: state, anomalies: 0, label: undefined }];
  const fresh = capabilities.consistentReads === true ? wish : {};
  const truth = { found: current, anomalies: 0, label: undefined };
  if (contract.sights !== undefined) {
    if (fresh.consistent === true) return [{ ...truth, next: state }];
    return contract
      .sights(record)
      .filter(({ missing }) => !missing.some((later) => later !== null && later.etag === fresh.atLeast))
      .map(({ found, after }) => {
        const next = withRecord(state, key, after);
        if (sameFound(found, current)) return { ...truth, next };
        return { found, next, anomalies: 1, label: wrongSight(verb, key, found, current) };
      })
      .filter((sight) => sight.anomalies <= anomalies);
  }
  const sights: Sight[] = [{ ...truth, next: current === null ? missed() : state }];
  if (anomalies === 0 || contract.readers?.includes(verb) === false) return sights;
  for (const found of record.readable) {
    const label = wrongSight(verb, key, found, current);
    sights.push({ found, next: found === null ? missed() : state, anomalies: 1, label });
  }
  return sights;
}

/** A record as a contract says, with what no contract knows of: how often its key was written, and its versions. */
export function carried(
  after: KeyRecord,
  { writes, history }: Pick<KeyRecord, "writes" | "history">,
): KeyRecord {
  if (after.writes === writes && after.history === history) return after;
  return Object.freeze({
    ...after,
    ...(writes === undefined ? {} : { writes }),
    ...(history === undefined ? {} : { history }),
  });
}

function wrongSight(verb: string, key: string, found: Found, current: Found): string {
  if (found === null) return `${verb} says 404 for ${key}`;
  return current === null ? `${verb} still serves the deleted ${key}` : `${verb} serves an older ${key}`;
}
