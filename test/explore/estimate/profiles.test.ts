import { Ajv2020 } from "ajv/dist/2020.js";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { DelayProfile } from "../../../src/check/profile.js";
import { profiledFaults } from "../../../src/check/profile.js";
import { profiles } from "../../../src/explore/estimate/profiles/index.js";
import {
  NotOurFile,
  parseProfile,
  printProfile,
  ProfileError,
  WrongVersion,
} from "../../../src/report/json.js";
import { allFaultKinds, faultKinds } from "../../../src/store/faults.js";
import { harsh } from "./support.js";

const schema = JSON.parse(
  readFileSync(new URL("../../../schemas/profile.schema.json", import.meta.url), "utf8"),
) as object;
const valid = new Ajv2020({ allErrors: true }).compile(schema);

describe.each([...profiles, harsh].map((one) => [one.name, one] as const))(
  "the profile %s",
  (_name, delays) => {
    it("is what its schema says, and is read as it was written", () => {
      const text = printProfile(delays);
      expect(valid(JSON.parse(text)), JSON.stringify(valid.errors)).toBe(true);
      expect(parseProfile(text, "p.json")).toEqual(delays);
    });

    it("says what it is and where it is from", () => {
      expect(delays.about).toMatch(/\.$/);
      expect(delays.source.length).toBeGreaterThan(5);
    });
  },
);

it("names are unique", () => {
  expect(new Set(profiles.map(({ name }) => name)).size).toBe(profiles.length);
});

it("the faults of profiles are those of stores", () => {
  expect(profiledFaults.slice(0, faultKinds.length)).toEqual([...faultKinds]);
  for (const kind of profiledFaults) expect(allFaultKinds).toContain(kind);
});

describe("a profile that is none", () => {
  const changed = (change: (profile: Record<string, never>) => void): string => {
    const copy = JSON.parse(printProfile(harsh)) as Record<string, never>;
    change(copy);
    return JSON.stringify(copy);
  };
  const set = (path: string, value: unknown) => (profile: Record<string, never>) => {
    const names = path.split(".");
    const last = names.pop()!;
    const parent = names.reduce<Record<string, unknown>>((at, name) => at[name] as never, profile);
    parent[last] = value;
  };

  it.each<[string, (profile: Record<string, never>) => void, string]>([
    ["no share 0", set("propagation.notFound.0.share", 0.1), "propagation.notFound[0].share must be 0"],
    [
      "no share 1",
      set("propagation.reads.created.3.share", 0.9),
      "propagation.reads.created[3].share must be 1",
    ],
    [
      "shares that fall",
      set("propagation.copies.deleted.1.share", 0.9),
      "propagation.copies.deleted[2].share must not be below the one before it (0.9)",
    ],
    [
      "times that fall",
      set("propagation.listings.created.1.ms", 400),
      "propagation.listings.created[2].ms must not be below the one before it (400)",
    ],
    ["a median of 0", set("latency.all.p50", 0), "latency.all.p50 must be above 0"],
    [
      "a median above p99",
      set("latency.of.engine.p50", 6),
      "latency.of.engine.p99 must not be below p50 (6)",
    ],
    ["chances above 1", set("faults.chance.late", 0.99), "the chances of faults.chance must not be above 1"],
    ["no place", set("places", 0), "places must be at least 1"],
    ["no slot", set("engine.slots", 0), "engine.slots must be at least 1"],
  ])("%s: says where and what", (_what, change, message) => {
    const parse = () => parseProfile(changed(change), "p.json");
    expect(parse).toThrow(ProfileError);
    expect(parse).toThrow(`p.json is no delay profile: ${message}`);
  });

  it.each<[string, (profile: Record<string, never>) => void, string]>([
    [
      "a negative delay",
      set("propagation.notFound.0.ms", -1),
      "propagation.notFound[0].ms must be a number from 0",
    ],
    ["an unknown field", set("propagation.writes", {}), "writes"],
    ["an unknown fault", set("faults.chance.fire", 0.1), "fire"],
    [
      "one quantile",
      set("propagation.notFound", [{ share: 0, ms: 0 }]),
      "propagation.notFound must have at least 2",
    ],
    ["no latency", set("latency", {}), "latency.all"],
  ])("%s: is damaged", (_what, change, message) => {
    const text = changed(change);
    expect(valid(JSON.parse(text))).toBe(false);
    expect(() => parseProfile(text, "p.json")).toThrow(NotOurFile);
    expect(() => parseProfile(text, "p.json")).toThrow(message);
  });

  it("of another version is told so", () => {
    const text = changed(set("schema", "lakelitmus/profile@2"));
    expect(() => parseProfile(text, "p.json")).toThrow(WrongVersion);
    expect(() => parseProfile("{", "p.json")).toThrow(NotOurFile);
  });
});

const frozen = (value: unknown): boolean =>
  typeof value !== "object" ||
  value === null ||
  (Object.isFrozen(value) && Object.values(value).every(frozen));

it.each(profiles.map((one: DelayProfile) => [one.name, one] as const))(
  "%s cannot be changed",
  (_name, delays) => {
    expect(frozen(delays)).toBe(true);
  },
);
