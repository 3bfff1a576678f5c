/** What clients did to one key, as operations of a register: what each needs to find there, and what it leaves. */
import { type Capabilities, conditionsOn } from "../../store/capabilities.js";
import type { RequestOf } from "../../store/requests.js";
import type { Step } from "../history/entry.js";
import type { History } from "./history-file.js";

/** An ETag; null: no object. */
export type Value = string | null;

export interface RegisterOp {
  /** Of the request. */
  readonly id: number;
  readonly invoked: number;
  /** Infinity: its client never knew that it had ended, so it may take effect at any time after, or never. */
  readonly returned: number;
  /** What the operation is, for people: `PUT, If-Match e1`. */
  readonly said: string;
  /** May it take effect where the register holds this? */
  fits(value: Value): boolean;
  /** What it leaves; undefined: what it found. */
  readonly leaves: Value | undefined;
  /** What a read was shown; undefined: it is no read. */
  readonly shown: Value | undefined;
}

const always = (): boolean => true;

/** By bucket and key. */
export function registersOf(
  history: History,
  capabilitiesOf: (bucket: string) => Capabilities,
): ReadonlyMap<string, readonly RegisterOp[]> {
  const registers = new Map<string, RegisterOp[]>();
  const landed = new Map(history.landed.map((entry) => [entry.id, entry]));
  const add = (bucket: string, key: string, op: RegisterOp): void => {
    const name = registerName(bucket, key);
    const known = registers.get(name);
    if (known === undefined) registers.set(name, [op]);
    else known.push(op);
  };
  for (const entry of history.requests) {
    const { id, invoked, returned = Infinity } = entry;
    for (const step of entry.steps) {
      const bucket = step.bucket ?? entry.bucket;
      const base = { id, invoked, returned };
      const etag = step.etag ?? landed.get(id)?.etag;
      if (step.op === "deleteObjects") {
        if (step.answer !== "ok" && returned !== Infinity) continue;
        for (const key of step.keys ?? []) {
          add(bucket, key, { ...base, said: "DELETE", fits: always, leaves: null, shown: undefined });
        }
        continue;
      }
      if (step.key === undefined) continue;
      const op = opOf(etag === undefined ? step : { ...step, etag }, base, capabilitiesOf(bucket));
      if (op !== undefined) add(bucket, step.key, op);
    }
  }
  return registers;
}

export function registerName(bucket: string, key: string): string {
  return JSON.stringify([bucket, key]);
}

type Base = Pick<RegisterOp, "id" | "invoked" | "returned">;

/** Undefined: it says nothing of the register. */
function opOf(step: Step, base: Base, capabilities: Capabilities): RegisterOp | undefined {
  const { etag, answer } = step;
  const unknown = base.returned === Infinity;
  switch (step.op) {
    case "get":
    case "head":
      if (unknown || etag === undefined) return undefined;
      return {
        ...base,
        said: step.op.toUpperCase(),
        fits: (value) => value === etag,
        leaves: undefined,
        shown: etag,
      };
    case "put":
    case "copy":
    case "completeMultipartUpload":
    case "delete": {
      const verb = step.op === "completeMultipartUpload" ? "COMPLETE" : step.op.toUpperCase();
      const said = verb + conditionSaid(step);
      const judged = judgesCondition(step, capabilities);
      if (answer === "ok" || unknown) {
        // One that nobody was told of and that has nothing to write never takes effect.
        if (etag === undefined) return undefined;
        const fits = judged ? conditionOf(step) : always;
        // A repeated Complete is answered as the first, and does nothing.
        const repeated = step.op === "completeMultipartUpload" && !unknown && step.effect === false;
        return {
          ...base,
          said,
          fits: repeated ? always : fits,
          leaves: repeated ? undefined : etag,
          shown: undefined,
        };
      }
      if (!judged) return undefined;
      const holds = conditionOf(step);
      if (answer === "PreconditionFailed" || answer === "NoSuchKey" || answer === "BlobAlreadyExists") {
        return {
          ...base,
          said: `${said} (refused)`,
          fits: (value) => !holds(value),
          leaves: undefined,
          shown: undefined,
        };
      }
      return undefined;
    }
    default:
      return undefined;
  }
}

function conditionSaid({ ifMatch, ifNoneMatch }: Step): string {
  if (ifNoneMatch !== undefined) return ", If-None-Match *";
  return ifMatch === undefined ? "" : `, If-Match ${ifMatch.replaceAll('"', "").slice(0, 8)}`;
}

/** Does the store look at the condition of this step at all, and reliably? */
function judgesCondition(step: Step, capabilities: Capabilities): boolean {
  if (step.ifMatch === undefined && step.ifNoneMatch === undefined)
    return step.op !== "copy" && step.answer === "ok";
  if (step.op === "delete") return true;
  return conditionsOn(capabilities, step as unknown as RequestOf<"put">) === "honoured";
}

function conditionOf({ ifMatch, ifNoneMatch, op }: Step): (value: Value) => boolean {
  if (ifNoneMatch !== undefined) return (value) => value === null;
  if (ifMatch === undefined) return always;
  const asked = ifMatch.replaceAll('"', "");
  // A DELETE of nothing succeeds.
  if (op === "delete") return (value) => value === null || asked === "*" || value === asked;
  return asked === "*" ? (value) => value !== null : (value) => value === asked;
}
