import type { Call, Effect, Limits, Service, Step } from "../sim/service.js";
import { type Capabilities, conditionsOn } from "./capabilities.js";
import { record } from "./contracts/past.js";
import { StateEncoder } from "./encoding.js";
import type { Eye } from "./eye.js";
import { faultyRequest } from "./faulty-request.js";
import { allFaultKinds, type FaultKind, faultKinds, withFaults } from "./faults.js";
import type { StoreOutcome } from "./outcome.js";
import { mayMutate, storeOutcomes } from "./outcomes.js";
import { collidesWith } from "./operations/conditional.js";
import { partFor, withPart } from "./parts.js";
import type { Personality } from "./personalities/personality.js";
import { isConditional, isWrite, type StoreAnswer, type StoreRequest } from "./requests.js";
import type { Rules } from "./rules.js";
import { carried } from "./sights.js";
import type { Version } from "./state.js";
import { noNotices } from "./notices.js";
import { replications } from "./replications.js";
import { emptyState, type StoreState, recordAt, withRecord } from "./store-state.js";
import { lifecycleAborts } from "./upload-outcomes.js";
import { noUploads } from "./uploads.js";
import { compareUtf8 } from "./utf8-order.js";
import { sameVersion } from "./version.js";

export type { StoreState } from "./store-state.js";

const noSteps: readonly never[] = Object.freeze([]);

export interface StoreOptions {
  /** Which faults there are, where faults are allowed at all; `faultKinds` by default. */
  readonly faults?: readonly FaultKind[];
  /** In place of what the personality says: see `Capabilities.minPartBytes`. */
  readonly minPartBytes?: number;
  /** What it holds at first, of a store of the same personality; nothing by default. */
  readonly initial?: StoreState;
}

/** One state that a request without its caller may lead to. */
export interface Delivery {
  readonly next: StoreState;
  readonly effects: readonly Effect[];
}

/**
 * An object store as a state machine: which answers a request may get, by the contract and the capabilities of a personality, and
 * which faults may come between. It decides nothing; it only says what may be.
 *
 * A state belongs to the store that made it: another one, of another contract, would read its records otherwise.
 */
export class SimulatedStore implements Service<StoreState, StoreRequest, StoreAnswer> {
  readonly name = "store";
  readonly initial: StoreState;
  readonly personality: Personality;
  readonly #rules: Rules;
  readonly #faults: readonly FaultKind[];
  readonly #encoder = new StateEncoder();
  /** The rules as the last eye has them: one looks again and again. */
  #seenBy: Rules | undefined;

  constructor(personality: Personality, options: StoreOptions = {}) {
    this.personality = personality;
    this.initial = options.initial ?? emptyState;
    const { contract, capabilities } = personality;
    const { minPartBytes } = options;
    this.#rules = {
      contract,
      capabilities: minPartBytes === undefined ? capabilities : { ...capabilities, minPartBytes },
    };
    const asked = options.faults ?? faultKinds;
    this.#faults = allFaultKinds.filter((kind) => asked.includes(kind));
  }

  /** Must a write know whether another of its key came while it was under way? */
  get #watchesKeys(): boolean {
    return this.capabilities.keyWrites === "one-at-a-time" && this.#faults.includes("busy-key");
  }

  get capabilities(): Capabilities {
    return this.personality.capabilities;
  }

  outcomes(state: StoreState, request: StoreRequest, call: Call, limits: Limits): readonly StoreOutcome[] {
    const { anomalies, faults } = limits;
    const sound = storeOutcomes(this.#rules, state, request, call.conflicted, anomalies);
    // Nothing comes of who waits for what is not there.
    if (faults === 0 || this.#faults.length === 0 || sound.length === 0) return sound;
    // A retry is a request of its own: it begins when it is made, so nothing has come between.
    const again = (next: StoreState, most: number) => storeOutcomes(this.#rules, next, request, false, most);
    const busy = this.#isBusy(state, request, call);
    return withFaults(
      faultyRequest({ state, request, mutates: this.mutates(request), busy, sound, again, anomalies }),
      this.#faults,
    );
  }

  partFor(state: StoreState, request: StoreRequest): string | undefined {
    return partFor(this.#rules, this.#encoder, state, request);
  }

  withPart(state: StoreState, from: StoreState, request: StoreRequest): StoreState {
    return withPart(state, from, request);
  }

  /** May the write be one too many of its key? Another came within a second, for all anyone knows, or while this one was under way. */
  #isBusy(state: StoreState, request: StoreRequest, { conflicted }: Call): boolean {
    const { keyWrites } = this.capabilities;
    if (keyWrites === undefined || !isWrite(request)) return false;
    if (keyWrites === "one-at-a-time") return conflicted;
    const { current, writes = 0 } = recordAt(state, request.key);
    return current !== null || writes > 0;
  }

  /**
   * Those of the outcomes in which `eye` chooses what is seen of each key, however many anomalies that makes, and in which
   * `fault` happens, if one is given and it can. More than one where something else is open as well (S3's 409, through which of
   * several nodes a write goes); never none.
   */
  seen(
    state: StoreState,
    request: StoreRequest,
    call: Call,
    eye: Eye,
    fault?: FaultKind,
  ): readonly StoreOutcome[] {
    const rules = this.#seenBy?.eye === eye ? this.#seenBy : (this.#seenBy = { ...this.#rules, eye });
    const anomalies = Number.POSITIVE_INFINITY;
    const sound = storeOutcomes(rules, state, request, call.conflicted, anomalies);
    if (fault === undefined || !this.#faults.includes(fault)) return sound;
    const again = (next: StoreState) => storeOutcomes(rules, next, request, false, anomalies);
    const mutates = this.mutates(request);
    const busy = this.#isBusy(state, request, call);
    const all = withFaults(faultyRequest({ state, request, mutates, busy, sound, again, anomalies }), [
      fault,
    ]);
    return all.length === sound.length ? sound : all.slice(sound.length);
  }

  /**
   * What becomes of a zombie that takes effect now, each state once; its condition is judged now, and it reads what is true.
   * `state` itself is among them where the zombie may fail (or writes what is there already).
   */
  deliver(state: StoreState, zombie: StoreRequest, conflicted: boolean): readonly Delivery[] {
    const outcomes = storeOutcomes(this.#rules, state, zombie, conflicted, 0);
    const deliveries = outcomes.map(({ next, effects }) => Object.freeze({ next, effects }));
    return deliveries.filter(
      ({ next }, index) => deliveries.findIndex((delivery) => delivery.next === next) === index,
    );
  }

  /**
   * What the store may do by itself: bring a change to its replica, and, where that is among its faults, abort uploads by a rule of
   * the bucket.
   */
  steps(state: StoreState, limits: Limits): readonly Step<StoreState>[] {
    const { contract } = this.personality;
    const replicated = contract.afterReplication === undefined ? noSteps : replications(contract, state);
    if (state.uploads.size === 0 || limits.faults === 0 || !this.#faults.includes("lifecycle-abort"))
      return replicated;
    return [...replicated, ...lifecycleAborts(state)];
  }

  /** Who waits for a notification may wait for ever. */
  idles(request: StoreRequest): boolean {
    return request.op === "receive";
  }

  /**
   * Where conditions are honoured: as the dialect says, by S3's a delete with a create and a write with an overwrite. What S3's Complete
   * collides with stands in the upload's record. A part collides with the abort of its upload.
   */
  collides(request: StoreRequest, effect: Effect): boolean {
    const { kind, key } = effect;
    if (kind === "abort") {
      const isPart = request.op === "uploadPart" || request.op === "uploadPartCopy";
      return isPart && request.key === key && request.uploadId === effect.uploadId;
    }
    if (this.#watchesKeys && isWrite(request) && request.key === key && kind === "write") return true;
    if (!isConditional(request) || request.key !== key) return false;
    if (conditionsOn(this.capabilities, request) !== "honoured") return false;
    const { overtaken = "conflict" } = this.capabilities;
    if (request.op === "completeMultipartUpload" && overtaken === "conflict") return false;
    return collidesWith(request, kind, this.capabilities);
  }

  mutates(request: StoreRequest): boolean {
    return mayMutate(this.#rules, request);
  }

  encode(state: StoreState): string {
    return this.#encoder.encode(state);
  }

  /** What an up-to-date reader can see of the state once everything has propagated: uploads under way are no objects. */
  converged(state: StoreState): StoreState {
    const { uploads, notices } = state;
    const settled = this.settled(state);
    if (uploads === noUploads && notices === noNotices) return settled;
    return Object.freeze({ objects: settled.objects, uploads: noUploads, notices: noNotices });
  }

  /** The state once everything has propagated: what is true now and no past. What a strong store would show. */
  settled(state: StoreState): StoreState {
    let settled = state;
    for (const { key } of state.objects) settled = this.settledAt(settled, key);
    return settled;
  }

  /** The state once everything that was ever done to the key has propagated; the state itself where it has already. */
  settledAt(state: StoreState, key: string): StoreState {
    const known = recordAt(state, key);
    const { current, readable, listable, probed, nodes, replica } = known;
    const isSettled = readable.length === 0 && listable.length === 0 && !probed;
    if (isSettled && nodes === undefined && replica === undefined) return state;
    return withRecord(state, key, carried(record({ current }), known));
  }

  /** What the store truly holds, in UTF-8 order of the keys. */
  contents(state: StoreState): ReadonlyMap<string, Version> {
    const versions = new Map<string, Version>();
    for (const { key, record: known } of state.objects) {
      if (known.current !== null) versions.set(key, known.current);
    }
    return versions;
  }

  /** How what the store truly holds changed: `+ key`, `~ key` (another object), `- key`, in UTF-8 order of the keys. */
  diff(before: StoreState, after: StoreState): readonly string[] {
    if (before === after) return [];
    const keys = new Map<string, string>();
    const old = this.contents(before);
    const now = this.contents(after);
    for (const [key, version] of old) {
      const kept = now.get(key);
      if (kept === undefined) keys.set(key, "-");
      else if (!sameVersion(kept, version)) keys.set(key, "~");
    }
    for (const key of now.keys()) if (!old.has(key)) keys.set(key, "+");
    return [...keys].sort(([a], [b]) => compareUtf8(a, b)).map(([key, sign]) => `${sign} ${key}`);
  }
}
