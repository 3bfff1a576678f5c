import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type Certificate, parseCertificate, printCertificate } from "../../src/cli/certificate.js";
import { type Ended, lakelitmus, temporaryFolder } from "./cli.js";

const source = `
import { defineCommitter } from "lakelitmus";
export default defineCommitter({});
`;

let folder: string;
let certificate: Certificate;

beforeAll(async () => {
  folder = temporaryFolder({ "mine.ts": source });
  const args = [
    "check",
    "./mine.ts",
    "--store=strong",
    "--store=list-lag",
    "--scenario=one-job",
    "--scenario=reader-polling",
  ];
  const { stderr } = await lakelitmus([...args, "--certificate", "proof.json"], { cwd: folder });
  expect(stderr).toMatch(/proof\.json holds what was proven: \d\d verdicts\./u);
  certificate = parseCertificate(readFileSync(path.join(folder, "proof.json"), "utf8"), "proof.json");
});

const verify = (name = "proof.json", ...more: string[]): Promise<Ended> =>
  lakelitmus(["verify", name, ...more], { cwd: folder });

function changed(change: Partial<Certificate>): Promise<Ended> {
  writeFileSync(path.join(folder, "changed.json"), JSON.stringify({ ...certificate, ...change }));
  return verify("changed.json");
}

describe("a certificate", () => {
  it("holds what was proven: held and violated, with numbers", () => {
    expect(certificate.proofs).toHaveLength(4);
    const all = certificate.proofs.flatMap(({ proven }) => proven);
    expect(new Set(all.map(({ verdict }) => verdict))).toEqual(new Set(["holds", "violated"]));
    expect(all.every(({ states, transitions }) => states > 0 && transitions > 0)).toBe(true);
    expect(all.every(({ verdict, cost }) => (verdict === "violated") === (cost !== undefined))).toBe(true);
  });

  it("is printed as it was read", () => {
    expect(printCertificate(certificate)).toBe(readFileSync(path.join(folder, "proof.json"), "utf8"));
  });

  it("of samples holds nothing", async () => {
    const args = ["check", "./mine.ts", "--store=strong", "--scenario=one-job", "--sample=20"];
    const { stderr } = await lakelitmus([...args, "--certificate", "samples.json"], { cwd: folder });
    expect(stderr).toContain("samples.json holds what was proven: no verdicts.");
  });

  it("is not written over somebody's file", async () => {
    writeFileSync(path.join(folder, "notes.txt"), "mine");
    const args = ["check", "./mine.ts", "--store=strong", "--certificate", "notes.txt"];
    const { status, stderr } = await lakelitmus(args, { cwd: folder });
    expect(stderr).toContain("--certificate would overwrite notes.txt");
    expect(status).toBe(2);
    expect(readFileSync(path.join(folder, "notes.txt"), "utf8")).toBe("mine");
  });
});

describe("verify", () => {
  it("proves it again", async () => {
    const { status, stdout } = await verify();
    expect(stdout).toMatch(
      /^✓ proof\.json: \d\d verdicts of 4 searches proven again, with the same numbers\.\n$/u,
    );
    expect(status).toBe(0);
    const json = JSON.parse((await verify("proof.json", "--json")).stdout) as {
      proofs: { broken: string[] }[];
    };
    expect(json.proofs.map(({ broken }) => broken)).toEqual([[], [], [], []]);
  });

  it("finds a number that is wrong, and a verdict that is wrong", async () => {
    const [first, ...rest] = certificate.proofs;
    const [one, ...others] = first!.proven;
    const proof = (wrong: object): Certificate["proofs"] => [
      { ...first!, proven: [{ ...one!, ...wrong }, ...others] },
      ...rest,
    ];
    const number = await changed({ proofs: proof({ states: one!.states + 1 }) });
    expect(number.status).toBe(1);
    expect(number.stdout).toContain(`${one!.property} was`);
    const verdict = one!.verdict === "holds" ? "refuses" : "holds";
    expect((await changed({ proofs: proof({ verdict }) })).status).toBe(1);
  });

  it("of nothing proves nothing", async () => {
    const { status, stdout } = await changed({ proofs: [] });
    expect(stdout).toBe("? changed.json proves nothing: no search had closed when it was written.\n");
    expect(status).toBe(3);
  });

  it("finds that the code has changed, whether or not it matters", async () => {
    writeFileSync(path.join(folder, "mine.ts"), `${source}// a remark\n`);
    const same = await verify();
    writeFileSync(
      path.join(folder, "mine.ts"),
      source.replace("({})", `({ commitJob: async () => "failed" })`),
    );
    const other = await verify();
    writeFileSync(path.join(folder, "mine.ts"), source);
    expect(same.stdout).toContain("proven again. The committer's code has changed.");
    expect(same.status).toBe(0);
    expect(other.stdout).toMatch(
      /no-lost-rows was "holds" .*, and is not proven\. The committer's code has changed\./u,
    );
    expect(other.status).toBe(1);
  });

  it.each([
    ["{", /is not JSON/u],
    ["{}", /is no certificate/u],
    [`{ "schema": "lakelitmus/certificate@2" }`, /version 2 .* reads version 1/u],
    [`{ "schema": "lakelitmus/certificate@1" }`, /damaged: tool is missing/u],
  ])("does not take %s", async (content, said) => {
    writeFileSync(path.join(folder, "bad.json"), content);
    const { status, stderr } = await verify("bad.json");
    expect(stderr).toMatch(said);
    expect(status).toBe(2);
  });

  it("does not take names that there are not, nor bounds that nobody could search", async () => {
    const [first] = certificate.proofs;
    const store = await changed({ proofs: [{ ...first!, store: "tape-library" }] });
    expect(store.stderr).toMatch(/changed\.json cannot be verified\. There is no store "tape-library"/u);
    const scenario = { ...first!.scenario, bounds: { ...first!.scenario.bounds, tasks: 1e9 } };
    const bounds = await changed({ proofs: [{ ...first!, scenario }] });
    expect(bounds.stderr).toMatch(/the bound tasks must be a whole number from 1 to 1000/u);
    expect([store.status, bounds.status]).toEqual([2, 2]);
  });
});
