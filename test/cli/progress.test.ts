import { describe, expect, it } from "vitest";
import { explain } from "../../src/cli/errors.js";
import { ProgressLine } from "../../src/cli/progress.js";
import { paragraph, type Shell } from "../../src/cli/shell.js";
import { SharedStatus } from "../../src/cli/shared-status.js";

/** A terminal whose clock is turned by hand. */
function terminal(
  live: boolean,
  progressWidth = 80,
): { shell: Shell; written: string[]; clock: { now: number } } {
  const written: string[] = [];
  const clock = { now: 0 };
  const shell: Shell = {
    out: () => undefined,
    err: (text) => void written.push(text),
    width: 80,
    color: false,
    live,
    progressWidth,
    stop: new AbortController().signal,
    now: () => clock.now,
  };
  return { shell, written, clock };
}

const view = { total: 378, running: [] };

describe("the line of progress", () => {
  it("tells cells, states a second, and the time left", () => {
    const { shell, written, clock } = terminal(true);
    const line = new ProgressLine(shell, "cells");
    clock.now = 1000;
    line.look({ ...view, done: 2, states: 80_000 });
    clock.now = 2000;
    line.look({ ...view, done: 20, states: 200_000 });
    line.end();
    const plain = written.map((text) => text.replaceAll("\r\u001b[2K", ""));
    expect(plain).toEqual(["2/378 cells, 80,000 states/s", "20/378 cells, 100,000 states/s, 36 s left", ""]);
    expect(written.every((text) => text.startsWith("\r\u001b[2K"))).toBe(true);
  });

  it("tells how far the searches are: states, what waits, the deepest, their memory", () => {
    const { shell } = terminal(true);
    const line = new ProgressLine(shell, "cells");
    const search = { phase: "exhaust", done: 4096, transitions: 9, bytes: 2 ** 20 } as const;
    const running = [
      { ...search, waiting: 1500, depth: 12 },
      { ...search, waiting: 200, depth: 40 },
      { ...search, phase: "sample", waiting: 7, depth: 90 } as const,
    ];
    const said = line.line({ total: 3, done: 0, states: 8192, running }, 0);
    expect(said).toBe("0/3 cells, 8,192 states, 1,700 waiting, depth 40, 2 MiB");
  });

  it("takes the rate over the last seconds", () => {
    const { shell, clock } = terminal(true);
    const line = new ProgressLine(shell, "cells");
    for (const [now, states] of [
      [1000, 1_000_000],
      [9000, 1_000_000],
      [10_000, 1_002_000],
    ] as const) {
      clock.now = now;
      line.look({ ...view, done: 0, states });
    }
    expect(line.line({ ...view, done: 0, states: 0 }, 10_000)).toBe("0/378 cells, 2,000 states/s");
  });

  it("fits the terminal, and says minutes", () => {
    const { shell, written, clock } = terminal(true, 20);
    const line = new ProgressLine(shell, "cells");
    clock.now = 60_000;
    line.look({ ...view, done: 100, states: 6_000_000 });
    expect(written[0]!.replaceAll("\r\u001b[2K", "")).toHaveLength(19);
    expect(line.line({ ...view, done: 100, states: 0 }, 60_000)).toMatch(/2 min 47 s left$/u);
  });

  it("is not there where stderr is no terminal", () => {
    const { shell, written } = terminal(false);
    const line = new ProgressLine(shell, "cells");
    line.look({ ...view, done: 1, states: 1 });
    line.end();
    expect(written).toEqual([]);
  });
});

describe("the memory that threads share", () => {
  it("carries a worker's progress, its total, its beats and the wish to stop", () => {
    const main = new SharedStatus(2);
    const worker = new SharedStatus(main.buffer);
    const watch = worker.watch(1);
    const progress = { phase: "sample", done: 10, waiting: 2, transitions: 3, depth: 4, bytes: 5 } as const;
    const before = main.beats(1);
    watch.progress({ ...progress, phase: "exhaust", done: 7 });
    watch.progress(progress);
    watch.progress({ ...progress, done: 12 });
    expect(main.progress(1)).toEqual({ ...progress, done: 12 });
    expect(main.total(1)).toBe(7 + 12);
    expect(main.beats(1)).not.toBe(before);
    expect(main.beats(0)).toBe(0n);
    expect(watch.interrupted()).toBe(false);
    main.interrupt();
    expect(watch.interrupted()).toBe(true);
    worker.clear(1);
    expect(main.progress(1).done).toBe(0);
    expect(main.total(1)).toBe(19);
  });
});

describe("an error in a paragraph", () => {
  it("is one line, and nothing in it moves the cursor", () => {
    expect(paragraph("a\n  b\tc\u001b[31md\u0008e")).toBe("lakelitmus: a b cd\\u{8}e\n");
    expect(paragraph("C:\\x")).toBe("lakelitmus: C:\\x\n");
  });

  it("of the operating system is the user's, of the program is a bug that says so", () => {
    const error = Object.assign(new Error("ENOSPC: x"), {
      code: "ENOSPC",
      syscall: "write",
      path: "report/x",
    });
    expect(explain(error)).toEqual({ status: 2, text: "Cannot write report/x: the disk is full." });
    const spawn = Object.assign(new Error("spawn x ENOENT"), {
      code: "ENOENT",
      syscall: "spawn x",
      path: "x",
    });
    expect(explain(spawn)).toEqual({ status: 2, text: "Cannot run x: there is no such program." });
    expect(explain(new TypeError("x is undefined"))).toMatchObject({
      status: 70,
      text: expect.stringMatching(/^This is a bug in lakelitmus: TypeError: x is undefined\./u),
    });
  });
});
