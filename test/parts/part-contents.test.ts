import { expect, test } from "vitest";
import { tableOf } from "../../src/parts/cell.js";
import { hyparquetCodec } from "../../src/parts/codec-hyparquet.js";
import { parquetjsCodec } from "../../src/parts/codec-parquetjs.js";
import { field } from "../../src/parts/field.js";
import { attemptColumn, generatePart, rowIdentities } from "../../src/parts/generate.js";
import { DecodedParts } from "../../src/parts/part-contents.js";
import { Body } from "../../src/store/body.js";

const plan = { seed: "1", jobKey: "w1", task: 0, attempt: 1, file: 0, rows: 3 };
const writer = { jobKey: "w1", job: "w1-run1", task: 0, attempt: 1 };
const identity = { except: [attemptColumn] };

test("a registered part has its writer, and the rows that its bytes hold", async () => {
  const parts = new DecodedParts(identity);
  const body = Body.of(await parquetjsCodec().encode(generatePart(plan)));
  parts.register(body, writer);
  const content = { readable: true, writer, rows: rowIdentities(generatePart(plan)) };
  expect(parts.of(body.digest)).toEqual(content);
  expect(parts.resolve(Body.of(body.bytes()))).toBe(parts.of(body.digest));
});

test("the rows come from the bytes: another codec's bytes hold the same rows under another digest", async () => {
  const parts = new DecodedParts(identity);
  const [one, other] = await Promise.all(
    [parquetjsCodec(), hyparquetCodec()].map(async (codec) =>
      Body.of(await codec.encode(generatePart(plan))),
    ),
  );
  const first = parts.register(one!, writer);
  const second = parts.resolve(other!);
  expect(one!.digest).not.toBe(other!.digest);
  expect(second).toEqual({ readable: true, rows: first.readable ? first.rows : [] });
});

test("bytes that nobody registered are nobody's", async () => {
  const parts = new DecodedParts();
  const body = Body.of(await parquetjsCodec().encode(tableOf([field.int32("n")], [[1], [1]])));
  expect(parts.resolve(body)).toEqual({ readable: true, rows: ["n=int32(1)", "n=int32(1)"] });
});

test("what is registered after it was resolved gets its writer", async () => {
  const parts = new DecodedParts(identity);
  const body = Body.of(await parquetjsCodec().encode(generatePart(plan)));
  parts.resolve(body);
  parts.register(body, writer);
  expect(parts.of(body.digest)).toMatchObject({ writer });
});

test("bytes that are no part are unreadable, with a reason", async () => {
  const parts = new DecodedParts(identity);
  expect(parts.resolve(Body.empty)).toMatchObject({
    readable: false,
    reason: expect.stringContaining("0 bytes"),
  });
  const whole = await parquetjsCodec().encode(generatePart(plan));
  const other = await parquetjsCodec().encode(generatePart({ ...plan, task: 1, rows: 40 }));
  const spliced = Body.of(Buffer.concat([whole.subarray(0, 400), other.subarray(400)]));
  expect(parts.resolve(spliced)).toMatchObject({ readable: false });
});

test("a digest of which nothing is known is an error, not an empty part", () => {
  expect(() => new DecodedParts().of("abc")).toThrow(/abc/);
});
