/** What the places of a store tell by the clock, and that the contract has the last word. */
import { describe, expect, it } from "vitest";
import type { DelayProfile } from "../../../src/check/profile.js";
import { Places } from "../../../src/explore/estimate/places.js";
import { exactly, latency, profile, quantiles } from "../../../src/explore/estimate/profiles/profile.js";
import { seededRandom } from "../../../src/explore/random.js";
import { personalityNamed } from "../../../src/store/personalities/index.js";
import type { StoreRequest } from "../../../src/store/requests.js";
import { SimulatedStore, type StoreState } from "../../../src/store/simulated-store.js";
import { recordAt } from "../../../src/store/store-state.js";
import { put, said } from "../../store/helpers.js";

type Parts = Pick<DelayProfile, "propagation"> & Partial<DelayProfile>;

/** A store whose requests are made at given times. */
class Timed {
  readonly #store: SimulatedStore;
  readonly #places: Places;
  #state: StoreState;

  constructor(name: string, parts: Parts, seed = "1") {
    this.#store = new SimulatedStore(personalityNamed(name));
    this.#state = this.#store.initial;
    const whole = { name: "t", about: "t", source: "t", latency: { all: latency(1, 1) }, ...parts };
    this.#places = new Places(profile(whole), seededRandom(seed));
  }

  at(now: number, request: StoreRequest): string {
    this.#places.now = now;
    this.#places.enter();
    const [outcome] = this.#store.seen(this.#state, request, { conflicted: false }, this.#places);
    const before = this.#state;
    this.#state = outcome!.next;
    for (const { key } of outcome!.effects)
      this.#places.changed(key, recordAt(before, key).current, recordAt(this.#state, key).current);
    return said(outcome!.answer);
  }
}

const get: StoreRequest = { op: "get", key: "k" };
const list: StoreRequest = { op: "list" };
const copy: StoreRequest = { op: "copy", source: "k", key: "l" };
const del: StoreRequest = { op: "delete", key: "k" };
const after100 = exactly(100);
const changes = { created: after100, overwritten: after100, deleted: after100 };

describe("a change", () => {
  it("is read when its delay is over, and not before", () => {
    const store = new Timed("s3-legacy", { propagation: { reads: changes } });
    store.at(0, put("k", "1"));
    expect(store.at(1, get)).toBe("1");
    store.at(1000, put("k", "2"));
    expect(store.at(1099, get)).toBe("1");
    expect(store.at(1100, get)).toBe("2");
    store.at(2000, del);
    expect(store.at(2099, get)).toBe("2");
    expect(store.at(2100, get)).toBe("NoSuchKey");
  });

  it("is listed by delays of its own", () => {
    const store = new Timed("s3-legacy", {
      propagation: { listings: { created: after100, deleted: exactly(50) } },
    });
    store.at(0, put("k", "1"));
    expect([store.at(99, list), store.at(99, get), store.at(100, list)]).toEqual(["", "1", "k:1"]);
    store.at(200, del);
    expect([store.at(249, list), store.at(250, list)]).toEqual(["k:1", ""]);
  });

  it("is copied as it is read, or by delays of its own", () => {
    const asReads = new Timed("copy-lag", { propagation: { reads: changes } });
    asReads.at(0, put("k", "1"));
    expect([asReads.at(99, get), asReads.at(99, copy), asReads.at(100, copy)]).toEqual([
      "1",
      "NoSuchKey",
      "written",
    ]);
    const own = new Timed("copy-lag", { propagation: { reads: changes, copies: { created: exactly(10) } } });
    own.at(0, put("k", "1"));
    expect([own.at(9, copy), own.at(10, copy)]).toEqual(["NoSuchKey", "written"]);
  });

  it("that overtakes an earlier one hides it for good", () => {
    const overtaking = { overwritten: quantiles([0, 0], [0.5, 0], [0.5, 1000], [1, 1000]) };
    const seen = new Set<string>();
    for (let seed = 0; seed < 40; seed++) {
      const store = new Timed("s3-legacy", { propagation: { reads: overtaking } }, String(seed));
      store.at(0, put("k", "1"));
      store.at(10, put("k", "2"));
      store.at(20, put("k", "3"));
      const reads = [30, 500, 1015, 1030].map((now) => store.at(now, get));
      seen.add(reads.join(" "));
    }
    // Once a newer version has come, an older one that comes later changes nothing.
    expect([...seen].toSorted()).toEqual(["1 1 2 3", "2 2 2 3", "3 3 3 3"]);
  });
});

describe("the contract", () => {
  it("has the last word: a new object that was not probed is read at once", () => {
    const store = new Timed("s3-legacy", { propagation: { reads: changes, notFound: exactly(5000) } });
    store.at(0, put("k", "1"));
    expect(store.at(1, get)).toBe("1");
  });

  it("allows nothing on a strong store", () => {
    const store = new Timed("strong", {
      propagation: { reads: changes, listings: changes, notFound: after100 },
    });
    expect(store.at(0, get)).toBe("NoSuchKey");
    store.at(1, put("k", "1"));
    store.at(2, put("k", "2"));
    expect([store.at(3, get), store.at(3, list)]).toEqual(["2", "k:1"]);
  });
});

describe("a 404", () => {
  it("that was told goes on being told, counted from when it was", () => {
    const store = new Timed("negative-cache", { propagation: { notFound: after100 } });
    expect(store.at(0, get)).toBe("NoSuchKey");
    store.at(50, put("k", "1"));
    expect([store.at(99, get), store.at(100, get)]).toEqual(["NoSuchKey", "1"]);
  });

  it("is remembered by the place that told it", () => {
    const answers = new Set<string>();
    for (let seed = 0; seed < 40; seed++) {
      const store = new Timed(
        "negative-cache",
        { propagation: { notFound: after100 }, places: 2 },
        String(seed),
      );
      store.at(0, get);
      store.at(50, put("k", "1"));
      answers.add([60, 60, 60, 60].map((now) => store.at(now, get)).join(" "));
    }
    expect(answers.size).toBeGreaterThan(2);
    expect([...answers].some((reads) => /1 NoSuchKey/.test(reads))).toBe(true);
  });
});

describe("replicas", () => {
  it("go forward only, each by itself: a read may go back, and in the end all agree", () => {
    let backwards = 0;
    for (let seed = 0; seed < 60; seed++) {
      const lag = quantiles([0, 0], [1, 200]);
      const store = new Timed(
        "replicas",
        { propagation: { reads: { created: lag, overwritten: lag } }, places: 2 },
        String(seed),
      );
      store.at(0, put("k", "1"));
      store.at(10, put("k", "2"));
      const reads = [20, 60, 100, 140, 180].map((now) => store.at(now, get).replace("NoSuchKey", "0"));
      if (reads.some((read, index) => index > 0 && read < reads[index - 1]!)) backwards += 1;
      expect(store.at(211, get)).toBe("2");
    }
    expect(backwards).toBeGreaterThan(5);
  });
});

describe("delays drawn for each read", () => {
  it("go back and forth within the window, and are over behind it", () => {
    const window = quantiles([0, 0], [0.6, 0], [0.6, 2000], [1, 2000]);
    const store = new Timed(
      "s3-legacy",
      {
        propagation: { reads: { overwritten: window } },
        drawnFor: "read",
      },
      "x",
    );
    store.at(0, put("k", "1"));
    store.at(0, put("k", "2"));
    const reads = Array.from({ length: 2000 }, (_, index) => store.at(index / 2000, get));
    const stale = reads.filter((read) => read === "1").length / reads.length;
    expect(stale).toBeGreaterThan(0.37);
    expect(stale).toBeLessThan(0.43);
    expect(store.at(2000, get)).toBe("2");
  });
});
