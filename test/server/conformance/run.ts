/** Runs conformance cases through the AWS SDK for JavaScript. */
import * as sdk from "@aws-sdk/client-s3";
import type { Case, Step } from "./case.js";

type Answer = Readonly<Record<string, unknown>>;

/** @throws Error that says which step was answered otherwise than it says. */
export async function runCase(client: sdk.S3Client, bucket: string, { steps }: Case): Promise<void> {
  await client.send(new sdk.CreateBucketCommand({ Bucket: bucket }));
  const answers = new Map<string, Answer>();
  for (const [index, step] of steps.entries()) {
    const where = `step ${index + 1}, ${step.op}`;
    const params = valueOf(step.params, answers, bucket) as Answer;
    const answer = await answerOf(client, step, { Bucket: bucket, ...params });
    if (step.fails !== undefined) {
      const [status, code] = step.fails;
      const told = answer["$code"];
      const right = answer["$status"] === status && (code === "" || told === code);
      if (!right)
        throw new Error(
          `${where}: ${String(answer["$status"])} ${String(told)} instead of ${status} ${code}`,
        );
      continue;
    }
    if (answer["$code"] !== undefined)
      throw new Error(`${where}: ${String(answer["$status"])} ${String(answer["$code"])}`);
    for (const [field, expected] of Object.entries(step.expect ?? {})) {
      compare(answer[field], valueOf(expected, answers, bucket), `${where}, ${field}`);
    }
    if (step.as !== undefined) answers.set(step.as, answer);
  }
}

async function answerOf(client: sdk.S3Client, { op }: Step, params: Answer): Promise<Answer> {
  const Command = (
    sdk as unknown as Record<string, new (input: Answer) => Parameters<typeof client.send>[0]>
  )[`${op}Command`];
  if (Command === undefined) throw new Error(`the SDK has no ${op}`);
  const { Bucket: _bucket, ...others } = params;
  try {
    const answer = (await client.send(
      new Command(op === "ListBuckets" ? others : params),
    )) as unknown as Answer;
    const body = answer["Body"] as { transformToString(): Promise<string> } | undefined;
    return body === undefined ? answer : { ...answer, Body: await body.transformToString() };
  } catch (error) {
    const { name, $metadata } = error as { name: string; $metadata?: { httpStatusCode?: number } };
    if ($metadata?.httpStatusCode === undefined) throw error;
    return { $status: $metadata.httpStatusCode, $code: name };
  }
}

/** A value of a case as the client takes it. */
function valueOf(value: unknown, answers: ReadonlyMap<string, Answer>, bucket: string): unknown {
  if (Array.isArray(value)) return value.map((one) => valueOf(one, answers, bucket));
  if (typeof value !== "object" || value === null) return value;
  const special = value as Record<string, unknown>;
  if ("$repeat" in special) {
    const [text, times] = special["$repeat"] as [string, number];
    return text.repeat(times);
  }
  if ("$date" in special) return new Date(special["$date"] as string);
  if ("$source" in special) {
    const version = "$version" in special ? valueOf(special["$version"], answers, bucket) : undefined;
    const of = version === undefined ? "" : `?versionId=${String(version)}`;
    return `${bucket}/${encodeURIComponent(special["$source"] as string)}${of}`;
  }
  if ("$keys" in special)
    return Array.from({ length: special["$keys"] as number }, (_, at) => ({ Key: `key-${at}` }));
  if ("$ref" in special) {
    const [name, ...path] = (special["$ref"] as string).split(".");
    return path.reduce<unknown>((found, field) => (found as Answer | undefined)?.[field], answers.get(name!));
  }
  return Object.fromEntries(
    Object.entries(special).map(([name, one]) => [name, valueOf(one, answers, bucket)]),
  );
}

function compare(has: unknown, expected: unknown, where: string): void {
  const wrong = (): never => {
    throw new Error(`${where}: ${text(has)} instead of ${text(expected)}`);
  };
  if (typeof expected === "object" && expected !== null && !(expected instanceof Date)) {
    const special = expected as Record<string, unknown>;
    if ("$absent" in special) return has === undefined ? undefined : wrong();
    if ("$any" in special) return has === undefined ? wrong() : undefined;
    if ("$length" in special)
      return (has as { length: number } | undefined)?.length === special["$length"] ? undefined : wrong();
    if (Array.isArray(expected)) {
      if (!Array.isArray(has) || has.length !== expected.length) return wrong();
      return expected.forEach((one, at) => compare(has[at], one, `${where}[${at}]`));
    }
    if (typeof has !== "object" || has === null) return wrong();
    if (Object.keys(expected).length === 0 && Object.keys(has).length > 0) return wrong();
    for (const [field, one] of Object.entries(expected))
      compare((has as Answer)[field], one, `${where}.${field}`);
    return undefined;
  }
  if (has !== expected && text(has) !== text(expected)) wrong();
}

function text(value: unknown): string {
  return (JSON.stringify(value) ?? "nothing").slice(0, 300);
}
