import { describe, expect, it } from "vitest";
import type { CounterexampleFile } from "../../src/check/verdict.js";
import { elide } from "../../src/report/elide.js";
import { story } from "../../src/report/story.js";
import { renderTimeline } from "../../src/report/timeline.js";
import {
  halfVisibleCounterexample,
  hostileCounterexample,
  lossCounterexample,
  zombieCounterexample,
} from "./fixtures.js";
import { expectGolden, printable, tooWide, uncoloured } from "./golden.js";

const replay = "npx lakelitmus replay report/counterexamples/x.json";
const files: Readonly<Record<string, CounterexampleFile>> = {
  loss: lossCounterexample,
  "half-visible": halfVisibleCounterexample,
  zombie: zombieCounterexample,
  hostile: hostileCounterexample,
};
const long: CounterexampleFile = {
  ...lossCounterexample,
  trace: [...Array.from({ length: 200 }), ...lossCounterexample.trace, ...Array.from({ length: 300 })].map(
    (step, i) => ({
      ...(step ?? { process: "reader1", request: "LIST t/", answer: "no keys", changed: [] }),
      step: i + 1,
    }),
  ) as CounterexampleFile["trace"],
};

describe("the timeline", () => {
  it.each(Object.keys(files).flatMap((name) => [80, 200].map((width) => [name, width] as const)))(
    "of %s reads like this at %i columns",
    async (name, width) => {
      await expectGolden(
        `timeline-${name}-${width}.txt`,
        renderTimeline(files[name]!, { width, color: false, replay }),
      );
    },
  );

  it.each(Object.entries(files))("of %s fits every width, in printable characters", (_, file) => {
    for (const width of [40, 60, 80, 129, 130, 200, 400]) {
      const text = renderTimeline(file, { width, color: false, replay });
      expect(tooWide(text, width)).toEqual([]);
      expect(text.split("\n").every((line) => printable.test(line) && line === line.trimEnd())).toBe(true);
      expect(uncoloured(renderTimeline(file, { width, color: true, replay }))).toBe(text);
    }
  });

  it.each([80, 200])(
    "numbers every step once and marks those that are not well-behaved, at %i columns",
    (width) => {
      for (const file of Object.values(files)) {
        const text = renderTimeline(file, { width, color: false });
        const numbers = [...text.matchAll(/^([ !]+)(\d+) {2}/gm)].map(([, marks, n]) => [
          Number(n),
          marks?.includes("!"),
        ]);
        expect(numbers).toEqual(file.trace.map((step) => [step.step, step.anomaly !== undefined]));
      }
    },
  );

  it.each([80, 200])(
    "tells what the answer would have been, and the replay's command line, at %i columns",
    (width) => {
      const text = renderTimeline(lossCounterexample, { width, color: false, replay });
      expect(text.replace(/\s+/g, " ")).toMatch(
        /! LIST misses t\/…\S+( part\S+)? would have been: 1 key: t\/_temporary\/0\/;/,
      );
      expect(text).toContain(`  Replay    ${replay}\n`);
      expect(renderTimeline(lossCounterexample, { width, color: false })).not.toContain("Replay");
    },
  );

  it("uses one short name for one key, and tells each in the legend", () => {
    const text = renderTimeline(lossCounterexample, { width: 80, color: false });
    const [, legend = ""] = text.split("\nShort names\n");
    const shorts = [...legend.matchAll(/^ {2}(\S+)$/gm)].map(([, short]) => short!);
    expect(shorts.length).toBeGreaterThan(3);
    expect(new Set(shorts).size).toBe(shorts.length);
    const used = new Set(
      [...text.split("\nShort names\n")[0]!.matchAll(/\S*…\S*\/?\S*/g)].map(([word]) => word),
    );
    for (const word of used) expect(shorts).toContain(word.replace(/[.,;:"]+$/, "").replace(/^"/, ""));
  });

  it("cuts the ETag of a condition to what answers show of it", () => {
    const [first, ...rest] = lossCounterexample.trace;
    const request = "PUT t/x (1 byte) if-match=192b902605507a90e09c18999421606b";
    const file = { ...lossCounterexample, trace: [{ ...first!, request }, ...rest] };
    expect(renderTimeline(file, { width: 80, color: false })).toContain(
      "PUT t/x (1 byte) if-match=192b9026… ⇒ 200",
    );
  });

  it("says once what a lost request was", () => {
    const [first, ...rest] = lossCounterexample.trace;
    const lost = { ...first!, anomaly: "PUT t/_temporary/0/: the request is lost", wouldHaveBeen: "200" };
    const file = { ...lossCounterexample, trace: [lost, ...rest] };
    expect(renderTimeline(file, { width: 80, color: false })).toMatch(/^ +! the request is lost$/m);
    expect(story(file)).toContain(`asks "${lost.request}", and the request is lost: `);
  });

  it("leaves out steps that do not matter where it must, and says how many", () => {
    const text = renderTimeline(long, { width: 80, color: false, maxSteps: 50 });
    expect(text).toMatch(/\(steps \d+ to \d+: \d+ left out, all well-behaved\)/);
    expect(text).toContain("LIST misses");
    const left = [...text.matchAll(/: (\d+) left out/g)].reduce((sum, [, n]) => sum + Number(n), 0);
    const shown = [...text.matchAll(/^[ !]+\d+ {2}/gm)].length;
    expect(left + shown).toBe(long.trace.length);
    expect(shown).toBeLessThanOrEqual(50);
  });
});

describe("leaving steps out", () => {
  it("keeps a short trace whole", () => {
    expect(elide(lossCounterexample, 22)).toHaveLength(22);
    expect(elide(lossCounterexample, 22).every((one) => "step" in one)).toBe(true);
  });

  it.each([10, 20, 50])("to %i keeps the wrong answer, what it is about, and the end", (limit) => {
    const kept = elide(long, limit).flatMap((one) => ("step" in one ? [one.step] : []));
    expect(kept.length).toBeLessThanOrEqual(limit);
    expect(kept.some((step) => step.anomaly !== undefined)).toBe(true);
    // Step 12 of the loss wrote what the listing misses.
    expect(kept.map((step) => step.step)).toContain(200 + 12);
    expect(kept.at(-1)?.step).toBe(long.trace.length);
  });
});

describe("the paragraph", () => {
  it("names the wrong answer, what it should have been, who had written it, and what came of it", () => {
    expect(story(lossCounterexample)).toMatch(
      /^Let w1\.driver, w1\.t0\.a0 \(writer 1, task 0, attempt 0\) and w1\.t1\.a0 run file-output-v1 on list-lag: .* Then w1\.driver takes step 1, .* However, in step 14 LIST misses \S+, which w1\.t1\.a0 wrote in step 12: w1\.driver gets "1 key: .*" instead of "1 key: .*"\. From there on \(8 more steps\) every answer is the well-behaved one\. Nobody is told\. 6 rows meant, 6 acknowledged, 3 readable: 3 lost\.$/,
    );
  });

  it("blames the order where every answer is right", () => {
    expect(story(halfVisibleCounterexample)).toContain(
      "However, the order of the steps is enough, for every answer is the well-behaved one: reader1 takes steps 4 to 5 between w1's steps 3 and 6.",
    );
  });

  it("tells of crashes and of what the store does by itself", () => {
    const text = story(zombieCounterexample);
    expect(text).toContain("And in step 4 w1.driver dies: the process crashes.");
    expect(text).toContain("And in step 5 the store, by itself, applies late: PUT t/metadata/v2.json");
    expect(text).toContain(
      "It is told: a job reports failure, a reader gets an error, or somebody waits for ever.",
    );
  });
});
