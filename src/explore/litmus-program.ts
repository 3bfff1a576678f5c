/** A litmus process as a program: which requests it makes, and what its registers say once they are answered. */
import { noAnswer, notAsked, nothingThere, type LitmusStep } from "../check/litmus.js";
import type { KernelContext, ProcessMain } from "../sim/context.js";
import { storeService } from "../job/context.js";
import { Body } from "../store/body.js";
import type { ListResult, ObjectInfo } from "../store/object-store.js";
import { statusOf } from "../store/object-store.js";
import {
  requestData,
  type RequestOf,
  type StoreAnswer,
  type StoreRequest,
  type StoreValue,
} from "../store/requests.js";
import { flagService, type FlagRequest } from "./litmus-flags.js";

/** A request on its way: to the store, or to the flags. */
export type Asking =
  | { readonly service: typeof storeService; readonly request: StoreRequest }
  | { readonly service: typeof flagService; readonly request: FlagRequest };

export type Registers = Readonly<Record<string, string>>;

/** The registers of a process while it runs: values, and ETags that came with them. */
interface Memory {
  readonly values: Record<string, string>;
  readonly etags: Record<string, string>;
}

/** Asks what the steps say, one after the other; is told the answers; ends with the registers. */
export function* programOf(steps: readonly LitmusStep[]): Generator<Asking, Registers, unknown> {
  const memory: Memory = { values: {}, etags: {} };
  for (const step of steps) {
    if (step.op === "signal" || step.op === "await") {
      yield { service: flagService, request: { op: step.op, flag: step.flag } };
      continue;
    }
    const value = isAsked(step, memory) ? yield* ask(step, memory) : notAsked;
    if (step.as !== undefined) memory.values[step.as] = value;
  }
  return memory.values;
}

/** The process's code for the kernel. It ends with its registers. */
export function mainOf(steps: readonly LitmusStep[]): ProcessMain {
  return async (kernel: KernelContext) => {
    const program = programOf(steps);
    let next = program.next();
    while (next.done !== true) {
      const { service, request } = next.value;
      next = program.next(await kernel.call(service, request));
    }
    return next.value;
  };
}

/** A request that carries the ETag of an answer without one is not made: its client has seen nothing to go by. */
function isAsked(step: Exclude<LitmusStep, { readonly op: "signal" | "await" }>, memory: Memory): boolean {
  if (step.when !== undefined && memory.values[step.when.register] !== step.when.is) return false;
  return [
    "ifMatch" in step ? step.ifMatch : undefined,
    "sourceIfMatch" in step ? step.sourceIfMatch : undefined,
    "atLeast" in step ? step.atLeast : undefined,
  ].every((etag) => etag === undefined || etag === "*" || memory.etags[etag.etagOf] !== undefined);
}

function* ask(
  step: Exclude<LitmusStep, { readonly op: "signal" | "await" }>,
  memory: Memory,
): Generator<Asking, string, unknown> {
  if (step.op === "list") return yield* listing(step);
  const request = requestOf(step, memory.etags);
  const answer = (yield { service: storeService, request }) as StoreAnswer;
  const etag = answer.ok && answer.value !== null && "etag" in answer.value ? answer.value.etag : undefined;
  if (step.as !== undefined && etag !== undefined) memory.etags[step.as] = etag;
  return answer.ok ? valueOf(request, answer.value) : failureValue(answer);
}

function* listing(step: Extract<LitmusStep, { readonly op: "list" }>): Generator<Asking, string, unknown> {
  const { prefix, delimiter, maxKeys } = step;
  const shown: string[] = [];
  let token: string | undefined;
  do {
    const given = { prefix, delimiter, maxKeys, continuationToken: token };
    const request = requestData("list", given as Omit<RequestOf<"list">, "op">);
    const answer = (yield { service: storeService, request }) as StoreAnswer;
    if (!answer.ok) return failureValue(answer);
    const page = answer.value as ListResult;
    shown.push(...page.objects.map(({ key, size }) => (step.show === "sizes" ? `${key}=${size}` : key)));
    shown.push(...page.commonPrefixes);
    token = page.nextContinuationToken;
  } while (token !== undefined);
  return shown.length === 0 ? nothingThere : shown.join(" ");
}

type Single = Exclude<LitmusStep, { readonly op: "signal" | "await" | "list" }>;

function requestOf(step: Single, etags: Memory["etags"]): StoreRequest {
  const etagOf = (given: { readonly etagOf: string } | "*" | undefined) =>
    given === undefined || given === "*" ? given : etags[given.etagOf];
  const { op, as: _as, when: _when, ...rest } = step;
  const fields: Record<string, unknown> = { ...rest };
  if ("text" in step) fields["body"] = Body.text(step.text);
  if ("ifMatch" in step) fields["ifMatch"] = etagOf(step.ifMatch);
  if ("sourceIfMatch" in step) fields["sourceIfMatch"] = etagOf(step.sourceIfMatch);
  if ("atLeast" in step) fields["atLeast"] = etagOf(step.atLeast);
  if ("range" in step && step.range !== undefined) {
    fields["range"] = { start: step.range[0], end: step.range[1] };
  }
  return requestData(op, fields as unknown as Omit<StoreRequest, "op"> & { readonly key: string });
}

function failureValue(answer: Extract<StoreAnswer, { readonly ok: false }>): string {
  return answer.code === "TimeoutError" ? noAnswer : String(statusOf[answer.code]);
}

/** A body as its text, a HEAD as the size; then metadata, if there is any. */
function valueOf(request: StoreRequest, value: StoreValue): string {
  if (request.op !== "get" && request.op !== "head") return "ok";
  const found = value as ObjectInfo & { readonly body?: Body };
  const metadata = Object.entries(found.metadata).map(([name, text]) => ` ${name}=${text}`);
  return `${found.body === undefined ? `size=${found.size}` : found.body.text()}${metadata.join("")}`;
}
