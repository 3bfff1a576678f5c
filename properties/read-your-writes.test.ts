import { describe, expect, it } from "vitest";
import type { Event } from "../src/check/events.js";
import type { Scene } from "../src/check/property.js";
import { readYourWrites } from "./read-your-writes.js";

const scene: Scene = {
  contents: {
    of: (digest) => ({ readable: true, rows: digest.split(",") }),
    find: () => undefined,
  },
  rowsOf: new Map([
    ["item-0", ["a", "b"]],
    ["item-1", ["c"]],
  ]),
};

function read(digest: string, after?: readonly string[]): Event {
  const table = { ok: true, parts: [{ key: "k", digest }] } as const;
  return { type: "read", reader: "page", poll: 0, table, ...(after === undefined ? {} : { after }) };
}

describe("read-your-writes", () => {
  it("holds where all rows are found that were acknowledged before the read began, and no others are asked for", () => {
    expect(readYourWrites.step(null, read("a,b,x", ["item-0"]), scene)).toBeNull();
    expect(readYourWrites.step(null, read("x", []), scene)).toBeNull();
  });

  it("is violated where some are missing, or the reader is told an error", () => {
    expect(readYourWrites.step(null, read("a,c", ["item-0", "item-1"]), scene)).toEqual({
      message: "page sees 1 of the 2 rows of item-0, which was acknowledged before",
      jobs: ["item-0"],
    });
    const table = { ok: false, error: "404 NoSuchKey" } as const;
    const event: Event = { type: "read", reader: "page", poll: 0, table, after: ["item-1"] };
    expect(readYourWrites.step(null, event, scene)).toEqual({
      message: "page is told 404 NoSuchKey, of what was acknowledged before",
      told: true,
    });
  });

  it("says nothing of readers of whom nobody noted what had been acknowledged", () => {
    expect(readYourWrites.step(null, read("x"), scene)).toBeNull();
  });
});
