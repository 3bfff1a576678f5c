/** A litmus process as a program: which requests it makes, and what its registers say once they are answered. */
import { type LitmusStep, noAnswer, notAsked, nothingThere } from "../check/litmus.js";
import { kernelContext } from "../job/context.js";
import type { KernelContext, ProcessMain } from "../sim/context.js";
import { Body } from "../store/body.js";
import {
  type CompletedPart,
  isS3Error,
  type ListedVersion,
  type ListRequest,
  type ObjectInfo,
  type ObjectStore,
  statusOf,
} from "../store/object-store.js";
import { versionIdOf } from "../store/versions.js";
import { uploadId } from "../store/uploads.js";
import { flagService, type FlagRequest } from "./litmus-flags.js";

export type Registers = Readonly<Record<string, string>>;

/** Sets a flag, or waits until somebody has. */
type Flags = (request: FlagRequest) => Promise<unknown>;

/** The registers of a process while it runs: values, and ETags that came with them. */
interface Memory {
  readonly values: Record<string, string>;
  readonly etags: Record<string, string>;
}

type Requesting = Exclude<LitmusStep, { readonly op: "signal" | "await" }>;
type StepOf<Op extends LitmusStep["op"]> = Extract<LitmusStep, { readonly op: Op }>;

/** Asks what the steps say, one after the other; ends with the registers. */
export async function runSteps(
  steps: readonly LitmusStep[],
  store: ObjectStore,
  flags: Flags,
): Promise<Registers> {
  const memory: Memory = { values: {}, etags: {} };
  for (const step of steps) {
    if (step.op === "signal" || step.op === "await") {
      await flags({ op: step.op, flag: step.flag });
      continue;
    }
    const value = isAsked(step, memory) ? await ask(step, store, memory) : notAsked;
    if (step.as !== undefined) memory.values[step.as] = value;
  }
  return memory.values;
}

/** The process's code for the kernel. It ends with its registers. */
export function mainOf(steps: readonly LitmusStep[]): ProcessMain {
  return (kernel: KernelContext) =>
    runSteps(steps, kernelContext(kernel).store, (request) => kernel.call(flagService, request));
}

/** A request that carries the ETag of an answer without one is not made: its client has seen nothing to go by. */
function isAsked(step: Requesting, memory: Memory): boolean {
  if (step.when !== undefined && memory.values[step.when.register] !== step.when.is) return false;
  return [
    "ifMatch" in step ? step.ifMatch : undefined,
    "sourceIfMatch" in step ? step.sourceIfMatch : undefined,
    "atLeast" in step ? step.atLeast : undefined,
  ].every((etag) => etag === undefined || etag === "*" || memory.etags[etag.etagOf] !== undefined);
}

async function ask(step: Requesting, store: ObjectStore, memory: Memory): Promise<string> {
  try {
    const told = await asking(step, store, memory.etags);
    if (typeof told === "string") return told;
    if (step.as !== undefined) memory.etags[step.as] = told.etag;
    return told.value;
  } catch (error) {
    if (!isS3Error(error)) throw error;
    return error.code === "TimeoutError" ? noAnswer : String(statusOf[error.code]);
  }
}

/** What a register gets, and the ETag that came with it. */
type Told = string | { readonly value: string; readonly etag: string };

async function asking(step: Requesting, store: ObjectStore, etags: Memory["etags"]): Promise<Told> {
  switch (step.op) {
    case "put":
      return written(
        store.put({
          key: step.key,
          body: Body.text(step.text),
          ...condition(step, etags),
          ...metadata(step),
        }),
      );
    case "get": {
      const { key, range } = step;
      const found = await store.get({
        key,
        ...condition(step, etags),
        ...freshness(step, etags),
        ...(range === undefined ? {} : { range: { start: range[0], end: range[1] } }),
      });
      return { value: `${found.body.text()}${metadataText(found)}`, etag: found.etag };
    }
    case "head": {
      const found = await store.head({ key: step.key, ...freshness(step, etags) });
      if (step.show === "replication") return { value: found.replication ?? "none", etag: found.etag };
      return { value: `size=${found.size}${metadataText(found)}`, etag: found.etag };
    }
    case "delete":
      await store.delete({ key: step.key, ...deleteCondition(step, etags), ...versionAsked(step) });
      return "ok";
    case "deleteObjects": {
      const { errors } = await store.deleteObjects({ keys: step.keys });
      return errors.length === 0 ? "ok" : errors.map(({ key }) => `${key} failed`).join(" ");
    }
    case "copy":
      return written(
        store.copy({
          key: step.key,
          source: step.source,
          ...sourceCondition(step, etags),
          ...condition(step, etags),
          ...metadata(step),
        }),
      );
    case "list":
      return listing(step, store);
    case "rename":
      await store.rename({ source: step.source, key: step.key, ...condition(step, etags) });
      return "ok";
    case "listObjectVersions": {
      const { versions } = await store.listObjectVersions({});
      const name = ({ key, versionId, object }: ListedVersion) =>
        `${key}@${versionId}${object === undefined ? "(deleted)" : ""}`;
      return words(versions.map(name));
    }
    case "receive": {
      const { notification } = await store.receive(step.wait === true ? { wait: true } : {});
      return notification?.key ?? nothingThere;
    }
    default:
      return uploading(step, store, etags);
  }
}

type Uploading = StepOf<
  | "createMultipartUpload"
  | "uploadPart"
  | "uploadPartCopy"
  | "completeMultipartUpload"
  | "abortMultipartUpload"
  | "listMultipartUploads"
  | "listParts"
>;

async function uploading(step: Uploading, store: ObjectStore, etags: Memory["etags"]): Promise<Told> {
  switch (step.op) {
    case "createMultipartUpload":
      await store.createMultipartUpload({ key: step.key, ...metadata(step) });
      return "ok";
    case "uploadPart":
      return written(
        store.uploadPart({ ...uploadOf(step), partNumber: step.number, body: Body.text(step.text) }),
      );
    case "uploadPartCopy":
      return written(
        store.uploadPartCopy({
          ...uploadOf(step),
          partNumber: step.number,
          source: step.source,
          ...sourceCondition(step, etags),
        }),
      );
    case "completeMultipartUpload": {
      const parts = step.parts.map((text, index): CompletedPart => ({
        partNumber: index + 1,
        etag: Body.text(text).md5,
      }));
      return written(store.completeMultipartUpload({ ...uploadOf(step), parts, ...condition(step, etags) }));
    }
    case "abortMultipartUpload":
      await store.abortMultipartUpload(uploadOf(step));
      return "ok";
    case "listMultipartUploads": {
      const { prefix } = step;
      const { uploads } = await store.listMultipartUploads(prefix === undefined ? {} : { prefix });
      return words(uploads.map(({ key, uploadId: id }) => `${key}#${Number.parseInt(id, 10)}`));
    }
    case "listParts": {
      const { parts } = await store.listParts(uploadOf(step));
      return words(parts.map(({ partNumber }) => String(partNumber)));
    }
  }
}

function words(names: readonly string[]): string {
  return names.length === 0 ? nothingThere : names.join(" ");
}

async function written(answer: Promise<{ readonly etag: string }>): Promise<Told> {
  const { etag } = await answer;
  return { value: "ok", etag };
}

async function listing(step: StepOf<"list">, store: ObjectStore): Promise<Told> {
  const { prefix, delimiter, maxKeys, startAfter, replica, show } = step;
  const shown: string[] = [];
  let token: string | undefined;
  do {
    const asked = { prefix, delimiter, maxKeys, startAfter, replica, continuationToken: token };
    const page = await store.list(asked as ListRequest);
    shown.push(...page.objects.map(({ key, size }) => (show === "sizes" ? `${key}=${size}` : key)));
    shown.push(...page.commonPrefixes);
    token = page.nextContinuationToken;
  } while (token !== undefined);
  return words(show === "order" ? shown : shown.sort());
}

/** Which upload of its key: its id follows from that. */
function uploadOf({ key, upload = 1 }: { readonly key: string; readonly upload?: number }) {
  return { key, uploadId: uploadId(key, upload) };
}

type Conditioned = Partial<Pick<StepOf<"put">, "ifMatch">> & { readonly ifNoneMatch?: "*" };

function condition({ ifMatch, ifNoneMatch }: Conditioned, etags: Memory["etags"]) {
  return {
    ...(ifNoneMatch === undefined ? {} : { ifNoneMatch }),
    ...(ifMatch === undefined ? {} : { ifMatch: ifMatch === "*" ? ifMatch : etags[ifMatch.etagOf]! }),
  };
}

function deleteCondition({ ifMatch }: Pick<StepOf<"put">, "ifMatch">, etags: Memory["etags"]) {
  return ifMatch === undefined ? {} : { ifMatch: ifMatch === "*" ? ifMatch : etags[ifMatch.etagOf]! };
}

function sourceCondition({ sourceIfMatch }: Pick<StepOf<"copy">, "sourceIfMatch">, etags: Memory["etags"]) {
  return sourceIfMatch === undefined ? {} : { sourceIfMatch: etags[sourceIfMatch.etagOf]! };
}

function freshness(
  step: Pick<StepOf<"get">, "consistent" | "atLeast" | "replica" | "version">,
  etags: Memory["etags"],
) {
  const { consistent, atLeast, replica } = step;
  return {
    ...(consistent === undefined ? {} : { consistent }),
    ...(atLeast === undefined ? {} : { atLeast: etags[atLeast.etagOf]! }),
    ...(replica === undefined ? {} : { replica }),
    ...versionAsked(step),
  };
}

function versionAsked({ version }: { readonly version?: number }) {
  return version === undefined ? {} : { versionId: versionIdOf(version) };
}

function metadata({ metadata }: { readonly metadata?: Readonly<Record<string, string>> }) {
  return metadata === undefined ? {} : { metadata };
}

/** Behind a body or a size, if there is any. */
function metadataText({ metadata }: ObjectInfo): string {
  return Object.entries(metadata)
    .map(([name, text]) => ` ${name}=${text}`)
    .join("");
}
