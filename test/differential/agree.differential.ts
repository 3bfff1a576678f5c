/**
 * Our strong store against independent servers, request by request, through the AWS SDK. Run by `npm run differential`, which
 * installs the servers; LAKELITMUS_DIFFERENTIAL says which, LAKELITMUS_PROGRAMS how many programs.
 */
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { s3Versioned } from "../../src/store/personalities/s3-versioned.js";
import { strong } from "../../src/store/personalities/strong.js";
import { SimulatedStore } from "../../src/store/simulated-store.js";
import { compare, type Compared, marksNothing } from "./compare.js";
import { differences } from "./differences.js";
import { type Server, startMoto, startS3Mock } from "./servers.js";
import { allOps, bodies, programs, type Step, stepText, versionedPrograms } from "./steps.js";

const seed = Number(process.env["LAKELITMUS_SEED"] ?? 20_260);
const runs = Number(process.env["LAKELITMUS_PROGRAMS"] ?? 200);
const moto = process.env["LAKELITMUS_MOTO"];
const s3mock = process.env["LAKELITMUS_S3MOCK"];

it("has a server to compare with", () => {
  expect([moto, s3mock].filter((one) => one !== undefined)).not.toEqual([]);
});

/** The first step that differs in a way that is not known, told so that it can be run again. */
function unknown(program: readonly Step[], { differs }: Compared): string | undefined {
  const found = differs.find(({ known }) => known === undefined);
  if (found === undefined) return undefined;
  const steps = program.slice(0, found.at + 1).map(stepText);
  return [...steps, `ours:   ${JSON.stringify(found.ours)}`, `theirs: ${JSON.stringify(found.theirs)}`].join(
    "\n",
  );
}

describe.skipIf(moto === undefined)("strong and moto", () => {
  let server: Server;
  const met = new Map<string, number>();

  beforeAll(async () => {
    server = await startMoto(moto!);
  }, 180_000);
  afterAll(() => server.stop());

  it("say the same of random programs, but for the known differences", { timeout: 3_600_000 }, async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(programs(allOps), async (program) => {
        const result = await compare(program, server);
        compared += result.steps;
        for (const { known } of result.differs)
          met.set(known?.name ?? "", (met.get(known?.name ?? "") ?? 0) + 1);
        const told = unknown(program, result);
        if (told !== undefined) throw new Error(told);
      }),
      { seed, numRuns: runs, interruptAfterTimeLimit: 3_000_000 },
    );
    const seen = [...met].map(([what, times]) => `  ${times} x ${what}`).join("\n");
    process.stdout.write(
      `moto: ${runs} programs, ${compared} requests, seed ${seed}. Known differences:\n${seen}\n`,
    );
    // A harness that compares nothing would pass as well.
    expect(compared).toBeGreaterThan(runs * 4);
  });

  /**
   * Ours is right: S3 API, DeleteObject: "S3 creates a delete marker and returns its version ID" in a bucket with versioning; of a key
   * without versions, too, and a new one each time: recorded against AWS (LocalStack, test_delete_object_versioned).
   */
  it("differ: a DELETE of a key without versions puts a delete marker there", async () => {
    const program: readonly Step[] = [{ op: "delete", key: "a" }, { op: "list-versions" }];
    const { differs } = await compare(program, server, new SimulatedStore(s3Versioned));
    const listed = (versions: readonly object[]) => ({ versions, commonPrefixes: [], isTruncated: false });
    expect(differs).toMatchObject([
      { at: 1, ours: listed([{ key: "a", isLatest: true, version: 0 }]), theirs: listed([]) },
    ]);
  });

  it("say the same of versions, but for that", { timeout: 3_600_000 }, async () => {
    const told = new Map<string, number>();
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(versionedPrograms, async (program) => {
        const result = await compare(program, server, new SimulatedStore(s3Versioned), marksNothing);
        compared += result.steps;
        for (const { step } of result.differs) told.set(step.op, (told.get(step.op) ?? 0) + 1);
        const found = unknown(program, result);
        if (found !== undefined) throw new Error(found);
      }),
      { seed, numRuns: Math.ceil(runs / 4), interruptAfterTimeLimit: 3_000_000 },
    );
    process.stdout.write(
      `moto, with versions: ${compared} requests; known differences by operation: ${[...told].join(" ")}\n`,
    );
    expect(compared).toBeGreaterThan(runs);
  });

  it.each(differences.map((one) => [one.name, one] as const))("differ: %s", async (_name, difference) => {
    const { shown } = difference;
    const ours = new SimulatedStore(difference.versioned === true ? s3Versioned : strong);
    const { differs } = await compare(shown, server, ours);
    expect(differs).toHaveLength(1);
    expect(differs[0]).toMatchObject({ at: shown.length - 1, known: difference });
    expect(differs[0]!.ours).toEqual(difference.ours);
  });

  it("are told apart where a rule of ours is broken", { timeout: 600_000 }, async () => {
    const broken = new SimulatedStore({ ...strong, capabilities: { conditionalWrites: "ignored" } });
    const found = await fc.check(
      fc.asyncProperty(programs(allOps), async (program) => {
        const result = await compare(program, server, broken);
        return unknown(program, result) === undefined;
      }),
      { seed, numRuns: 200 },
    );
    expect(found.failed).toBe(true);
    // Shrunk: a write, and one whose condition does not hold.
    expect(found.counterexample?.[0].length).toBeLessThanOrEqual(3);
  });
});

/**
 * What moto does not look at: If-Match of a Complete, and uploads that are gone. S3Mock does; for random programs it is no help
 * (a delete makes the uploads of its key vanish, an abort the object at its key), so it is asked these alone.
 */
describe.skipIf(s3mock === undefined)("strong and S3Mock", () => {
  let server: Server;
  beforeAll(async () => {
    server = await startS3Mock(s3mock!);
  }, 180_000);
  afterAll(() => server.stop());

  const key = "a/b d";
  const [, x, hello] = bodies;
  const begun: readonly Step[] = [
    { op: "create", key },
    { op: "part", upload: 0, partNumber: 1, body: 2 },
  ];
  const large: Step & { readonly op: "part" } = { op: "part", upload: 0, partNumber: 1, body: 3 };
  const complete: Step = { op: "complete", upload: 0, parts: "all" };
  const look: readonly Step[] = [
    { op: "get", key },
    { op: "head", key },
  ];
  const existing: readonly Step[] = [{ op: "put", key, body: 1 }];

  it.each<readonly [string, readonly Step[]]>([
    [
      "a Complete with If-Match of a key without an object",
      [...begun, { ...complete, ifMatch: x.md5 }, ...look],
    ],
    ["with If-Match of the object", [...existing, ...begun, { ...complete, ifMatch: x.md5 }, ...look]],
    ["with If-Match of another", [...existing, ...begun, { ...complete, ifMatch: hello.md5 }, ...look]],
    ["with If-None-Match of a key without an object", [...begun, { ...complete, ifNoneMatch: "*" }, ...look]],
    [
      "with If-None-Match of one with an object",
      [...existing, ...begun, { ...complete, ifNoneMatch: "*" }, ...look],
    ],
    [
      "after a refusal, without a condition",
      [...existing, ...begun, { ...complete, ifNoneMatch: "*" }, complete, ...look],
    ],
    ["a Complete that is sent again", [...begun, complete, complete, ...look]],
    ["a part of an upload that was aborted", [begun[0]!, { op: "abort", upload: 0 }, begun[1]!]],
    [
      "parts in the wrong order",
      [begun[0]!, large, { ...large, partNumber: 2 }, { ...complete, parts: "reversed" }],
    ],
    ["small parts", [...begun, { ...begun[1]!, partNumber: 2 } as Step, complete]],
    ["a part with another ETag", [...begun, { ...complete, parts: "wrong-etag" }]],
    ["a part that was not uploaded", [begun[0]!, large, { ...complete, parts: "unknown" }]],
  ])("say the same: %s", async (_name, program) => {
    expect((await compare(program, server)).differs).toEqual([]);
  });
});
