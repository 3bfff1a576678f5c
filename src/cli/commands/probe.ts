/** `probe`: asks a real bucket, or a simulated store, what it can do. */
import { printProbe, type ProbeResults, renderProbe } from "../../report/probe.js";
import { directContext } from "../../job/context.js";
import { realSources } from "../../store/aws/real-sources.js";
import type { ObjectStore } from "../../store/object-store.js";
import { isS3Error } from "../../store/object-store.js";
import type { StoreOutcome } from "../../store/outcome.js";
import { sequentialStore } from "../../store/sequential-store.js";
import { SimulatedStore } from "../../store/simulated-store.js";
import { type BucketFlags, openNamedBucket } from "../named-bucket.js";
import { exitStatus, type ExitStatus, UsageError } from "../errors.js";
import { unknownName } from "../nearest.js";
import {
  allQuestions,
  findStore,
  lacks,
  type Need,
  needs,
  type ProbeReport,
  probeStore,
  questionTexts,
} from "../registry.js";
import type { Shell } from "../shell.js";
import { tool } from "../version.js";

export interface ProbeOptions extends BucketFlags {
  readonly store?: string;
  readonly worst?: boolean;
  readonly need?: readonly string[];
  readonly json?: boolean;
}

/** Below which a bucket is probed where nothing is said. Readers of a table take what begins with `_` for hidden. */
const defaultPrefix = "_lakelitmus-probe/";

export async function runProbe(options: ProbeOptions, shell: Shell): Promise<ExitStatus> {
  const needed = (options.need ?? []).map(readNeed);
  const { name, report } =
    options.store === undefined ? await probeBucket(options) : await probeSimulated(options);
  const missing = lacks(report, needed);
  const results: ProbeResults = {
    schema: "lakelitmus/probe@1",
    tool,
    store: name,
    simulated: options.store !== undefined,
    ...report,
    findings: allQuestions.map((question) => {
      const wanted = (needs as Partial<Record<string, string>>)[question];
      const { answer, because } = report.findings[question]!;
      const found = { question, asks: questionTexts[question], answer, because };
      return wanted === undefined ? found : { ...found, wanted };
    }),
    lacks: missing,
  };
  shell.out(options.json === true ? printProbe(results) : renderProbe(results, shell));
  return missing.length === 0 ? exitStatus.met : exitStatus.missed;
}

interface Probed {
  readonly name: string;
  readonly report: ProbeReport;
}

async function probeBucket(options: ProbeOptions): Promise<Probed> {
  if (options.worst === true) throw new UsageError("--worst is for a simulated store: name it with --store.");
  // A request is sent once: one that is sent again could be refused because of itself.
  const { name, bucket } = await openNamedBucket(options, 1);
  const prefix = options.prefix ?? defaultPrefix;
  try {
    await isThere(bucket.store, prefix, name);
    return { name, report: await probeStore(directContext(bucket.store, realSources), prefix) };
  } finally {
    bucket.close();
  }
}

/** One request, so that a wrong name or key is told at once, and once. */
async function isThere(store: ObjectStore, prefix: string, name: string): Promise<void> {
  try {
    await store.list({ prefix, maxKeys: 1 });
  } catch (error) {
    if (!isS3Error(error)) throw error;
    throw new UsageError(`Cannot list ${name}: ${error.message}`, { cause: error });
  }
}

async function probeSimulated({
  store: asked = "",
  worst,
  prefix,
  bucket,
  endpoint,
}: ProbeOptions): Promise<Probed> {
  if (bucket !== undefined || endpoint !== undefined) {
    throw new UsageError("Name a simulated store (--store) or a bucket (--bucket), not both.");
  }
  const personality = findStore(asked);
  const wrongIfAny = (outcomes: readonly StoreOutcome[]): StoreOutcome =>
    outcomes.find(({ anomalies }) => anomalies > 0) ?? outcomes[0]!;
  const { store } = sequentialStore(
    new SimulatedStore(personality, { faults: [] }),
    worst === true ? { anomalies: anomaliesMost, choose: wrongIfAny } : {},
  );
  let made = 0;
  const uuid = (): string => `${String(++made).padStart(8, "0")}-0000-4000-8000-000000000000`;
  const ctx = directContext(store, { uuid, now: () => 0 });
  const how = worst === true ? ", which answers wrongly wherever it may," : "";
  return { name: `${personality.name}${how}`, report: await probeStore(ctx, prefix ?? defaultPrefix) };
}

/** A LIST of the probe has three keys. */
const anomaliesMost = 3;

function readNeed(text: string): Need {
  if (Object.hasOwn(needs, text)) return text as Need;
  throw new UsageError(unknownName("need", "needs", text, Object.keys(needs)));
}
