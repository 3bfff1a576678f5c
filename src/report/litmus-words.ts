/** How litmus tests are written for people: their lines, outcomes and sources, the same in the terminal and on the page. */
import type { Citation, LitmusOutcome, LitmusStep, LitmusTest } from "../check/litmus.js";

/** `w = PUT k "B" if-match=etag of r`: one line of a process. */
export function stepWords(step: LitmusStep): string {
  if (step.op === "signal") return `says "${step.flag}"`;
  if (step.op === "await") return `waits for "${step.flag}"`;
  const register = step.as === undefined ? "" : `${step.as} = `;
  const when = step.when === undefined ? "" : ` if ${step.when.register} = ${step.when.is}`;
  return `${register}${requestWords(step)}${when}`;
}

function requestWords(step: Exclude<LitmusStep, { readonly op: "signal" | "await" }>): string {
  switch (step.op) {
    case "put":
      return words(`PUT ${step.key} "${step.text}"`, conditions(step), metadata(step.metadata));
    case "get":
      return words(
        `GET ${step.key}`,
        step.range === undefined ? "" : `bytes=${step.range.join("-")}`,
        conditions(step),
        freshness(step),
      );
    case "head":
      return words(
        `HEAD ${step.key}`,
        freshness(step),
        step.show === undefined ? "" : "(replication status)",
      );
    case "delete":
      return words(`DELETE ${step.key}`, conditions(step), version(step));
    case "deleteObjects":
      return `DELETE-OBJECTS ${step.keys.join(" ")}`;
    case "copy":
      return words(
        `COPY ${step.source} -> ${step.key}`,
        step.sourceIfMatch === undefined ? "" : `source-if-match=${etag(step.sourceIfMatch)}`,
        conditions(step),
        metadata(step.metadata),
      );
    case "list":
      return words(
        step.prefix === undefined ? "LIST" : `LIST ${step.prefix}`,
        step.delimiter === undefined ? "" : `delimiter=${step.delimiter}`,
        step.maxKeys === undefined ? "" : `max-keys=${step.maxKeys}, all pages`,
        step.startAfter === undefined ? "" : `start-after=${step.startAfter}`,
        step.replica === true ? "of the replica" : "",
        step.show === undefined ? "" : { sizes: "with sizes", order: "in its order" }[step.show],
      );
    case "rename":
      return words(`RENAME ${step.source} -> ${step.key}`, conditions(step));
    case "listObjectVersions":
      return "LIST-VERSIONS";
    case "receive":
      return step.wait === true ? "RECEIVE, waiting" : "RECEIVE";
    default:
      return uploadWords(step);
  }
}

type Uploading = Extract<
  LitmusStep,
  {
    readonly op:
      | "createMultipartUpload"
      | "uploadPart"
      | "uploadPartCopy"
      | "completeMultipartUpload"
      | "abortMultipartUpload"
      | "listMultipartUploads"
      | "listParts";
  }
>;

function uploadWords(step: Uploading): string {
  switch (step.op) {
    case "createMultipartUpload":
      return words(`INITIATE ${step.key}`, metadata(step.metadata));
    case "uploadPart":
      return words(`PART ${step.number} of ${step.key} "${step.text}"`, uploadOf(step));
    case "uploadPartCopy":
      return words(
        `PART-COPY ${step.source} -> ${step.number} of ${step.key}`,
        step.sourceIfMatch === undefined ? "" : `source-if-match=${etag(step.sourceIfMatch)}`,
        uploadOf(step),
      );
    case "completeMultipartUpload": {
      const parts = step.parts.map((text) => `"${text}"`).join(" + ");
      return words(`COMPLETE ${step.key} ${parts}`, conditions(step), uploadOf(step));
    }
    case "abortMultipartUpload":
      return words(`ABORT ${step.key}`, uploadOf(step));
    case "listMultipartUploads":
      return words("LIST-UPLOADS", step.prefix ?? "");
    case "listParts":
      return words(`LIST-PARTS ${step.key}`, uploadOf(step));
  }
}

function uploadOf({ upload = 1 }: { readonly upload?: number }): string {
  return upload === 1 ? "" : `upload=${upload}`;
}

function freshness(step: Extract<LitmusStep, { readonly op: "get" | "head" }>): string {
  return words(
    step.consistent === true ? "consistent" : "",
    step.atLeast === undefined ? "" : `at least as new as ${step.atLeast.etagOf}`,
    step.replica === true ? "of the replica" : "",
    version(step),
  );
}

function version({ version }: { readonly version?: number }): string {
  return version === undefined ? "" : `version=${version}`;
}

type Conditions = Partial<Pick<Extract<LitmusStep, { readonly op: "put" }>, "ifMatch">> & {
  readonly ifNoneMatch?: "*";
};

function conditions({ ifMatch, ifNoneMatch }: Conditions): string {
  return words(
    ifNoneMatch === undefined ? "" : `if-none-match=${ifNoneMatch}`,
    ifMatch === undefined ? "" : `if-match=${ifMatch === "*" ? "*" : etag(ifMatch)}`,
  );
}

function etag({ etagOf }: { readonly etagOf: string }): string {
  return `etag of ${etagOf}`;
}

function metadata(given: Readonly<Record<string, string>> | undefined): string {
  return Object.entries(given ?? {})
    .map(([name, value]) => `${name}=${value}`)
    .join(" ");
}

function words(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(" ");
}

/** A test's program: who does what, one line each. A process's first line bears its name. */
export function programWords(test: LitmusTest): readonly { readonly who: string; readonly line: string }[] {
  const block = (who: string, steps: readonly LitmusStep[]) =>
    steps.map((step, index) => ({ who: index === 0 ? who : "", line: stepWords(step) }));
  return [
    ...block("at first", test.start ?? []),
    ...Object.entries(test.processes).flatMap(([who, steps]) => block(who, steps)),
    ...(test.faults === undefined
      ? []
      : [{ who: "faults", line: `at most ${test.faults.most}: ${test.faults.kinds.join(", ")}` }]),
    ...(test.crashes === undefined ? [] : [{ who: "crashes", line: `${test.crashes.join(", ")} may die` }]),
  ];
}

/** `r = old, w = ok or 412; then k holds B`. */
export function outcomeWords({ sees = {}, holds = {} }: LitmusOutcome): string {
  const each = (values: LitmusOutcome["sees"], verb: string): string =>
    Object.entries(values ?? {})
      .map(([name, value]) => `${name} ${verb} ${typeof value === "string" ? value : value.join(" or ")}`)
      .join(", ");
  return [each(sees, "="), each(holds, "holds")].filter((part) => part !== "").join("; ");
}

/** `read-after-write for new objects (Amazon S3 Developer Guide, line 79)`. No quotation marks: it is said in fewer words. */
export function citationWords({ document, place, says }: Citation): string {
  return `${says} (${document}, ${place})`;
}
