/**
 * How long a real file takes through the codec, and how much memory: flights-3m.parquet (3,000,000 rows) is read, dealt
 * out to 4 parts, written by each codec, read back and compared as a multiset.
 *
 * Run: npx tsx bench/parts.ts
 */
import { fileURLToPath } from "node:url";
import { hyparquetCodec } from "../src/parts/codec-hyparquet.js";
import { parquetjsCodec } from "../src/parts/codec-parquetjs.js";
import type { PartCodec } from "../src/parts/codec.js";
import { generatePart, rowIdentities } from "../src/parts/generate.js";
import { openInput, splitInput } from "../src/parts/input.js";
import { openPart, readPart } from "../src/parts/read-part.js";
import { RowMultisets } from "../src/parts/row-multiset.js";

const file = fileURLToPath(new URL("../data/flights-3m.parquet", import.meta.resolve("vega-datasets")));

function say(what: string, value: string): void {
  process.stdout.write(`${what.padEnd(58)}${value.padStart(16)}\n`);
}

const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(2)} s`;
const peak = (): string => `${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`;

async function throughCodec(codec: PartCodec): Promise<void> {
  say(codec.name, "");
  const input = await openInput(file);
  const sets = new RowMultisets();
  let [readTime, hashTime, encodeTime, decodeTime, bytes] = [0, 0, 0, 0, 0];
  const timed = async <T>(add: (ms: number) => void, work: () => T | Promise<T>): Promise<T> => {
    const start = performance.now();
    const result = await work();
    add(performance.now() - start);
    return result;
  };
  const whole = performance.now();
  const parts: Uint8Array[] = [];
  const source = splitInput(input, 4, 1);
  for (;;) {
    const next = await timed(
      (ms) => (readTime += ms),
      () => source.next(),
    );
    if (next.done === true) break;
    const { table } = next.value;
    await timed(
      (ms) => (hashTime += ms),
      () => sets.addLeft(table),
    );
    parts.push(
      await timed(
        (ms) => (encodeTime += ms),
        () => codec.encode(table),
      ),
    );
  }
  for (const part of parts) {
    bytes += part.length;
    const open = openPart(part);
    for (let group = 0; group < open.footer.groups.length; group++) {
      const table = await timed(
        (ms) => (decodeTime += ms),
        () => open.group(group),
      );
      await timed(
        (ms) => (hashTime += ms),
        () => sets.addRight(table),
      );
    }
  }
  const shown = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
  say("  read the input", shown(readTime));
  say("  encode", shown(encodeTime));
  say("  decode", shown(decodeTime));
  say("  hash and count rows, both sides", shown(hashTime));
  say("  whole", seconds(whole));
  say("  bytes of the parts", String(bytes));
  const { left, right, missing, surplus } = sets.difference();
  say("  rows in / back / missing / surplus", `${left} / ${right} / ${missing} / ${surplus}`);
  say("  rows that are the same as an earlier one", String(left - sets.distinct));
  say("  peak memory of the process so far", peak());
}

async function smallParts(codec: PartCodec): Promise<void> {
  const times = 500;
  for (let round = 0; round < 2; round++) {
    const start = performance.now();
    let bytes = new Uint8Array(0);
    for (let task = 0; task < times; task++) {
      const plan = { seed: "1", jobKey: "w1", task, attempt: 0, file: 0, rows: 3 };
      bytes = (await codec.encode(generatePart(plan))) as Uint8Array<ArrayBuffer>;
    }
    const encoded = performance.now() - start;
    for (let task = 0; task < times; task++) rowIdentities(readPart(bytes));
    if (round === 0) continue;
    say(`${codec.name}: generate and encode 3 rows`, `${(encoded / times).toFixed(3)} ms`);
    say(`${codec.name}: decode 3 rows`, `${((performance.now() - start - encoded) / times).toFixed(3)} ms`);
  }
}

await smallParts(parquetjsCodec());
await smallParts(hyparquetCodec());
for (const compression of ["SNAPPY", "UNCOMPRESSED"] as const)
  await throughCodec(parquetjsCodec({ compression }));
if (process.argv.includes("--all")) await throughCodec(hyparquetCodec());
