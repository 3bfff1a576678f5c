/** Runs by the clock take what the store and the engine allow, and nothing else. */
import { describe, expect, it } from "vitest";
import { execute, replayChooser } from "../../../src/explore/execute.js";
import { profiles } from "../../../src/explore/estimate/profiles/index.js";
import { exactly, latency, profile } from "../../../src/explore/estimate/profiles/profile.js";
import { type Taken, TimedRun } from "../../../src/explore/estimate/timed-run.js";
import { seededRandom } from "../../../src/explore/random.js";
import { Stepper } from "../../../src/explore/steps.js";
import { kernelContext } from "../../../src/job/context.js";
import type { ProcessMain } from "../../../src/sim/context.js";
import type { AnyService } from "../../../src/sim/service.js";
import { Body } from "../../../src/store/body.js";
import type { S3Error } from "../../../src/store/object-store.js";
import { sameData } from "../../../src/store/outcome.js";
import { allPersonalities, personalityNamed } from "../../../src/store/personalities/index.js";
import type { StoreRequest } from "../../../src/store/requests.js";
import { SimulatedStore, type StoreState } from "../../../src/store/simulated-store.js";
import { harsh, runOf, stageOf } from "./support.js";

describe("every outcome that is taken", () => {
  it.each(allPersonalities.map(({ name }) => name))("is one of the store's outcomes: %s", async (store) => {
    const seen = { requests: 0, anomalies: 0, faults: 0 };
    for (const committer of ["file-output-v1", "iceberg-cas"]) {
      const bounds = { tasks: 2, files: 1, attempts: 2, writers: 2, readers: 1, polls: 2 };
      const stage = await stageOf(committer, store, bounds);
      const check = ({ service, request, outcome, before, conflicted }: Taken): void => {
        if (service !== "store") return;
        seen.requests += 1;
        seen.anomalies += outcome.anomalies;
        seen.faults += outcome.faults;
        const limits = { anomalies: Math.max(outcome.anomalies, 1), faults: 1 };
        const allowed = stage.store.outcomes(
          before as StoreState,
          request as StoreRequest,
          { conflicted },
          limits,
        );
        const next = stage.store.encode(outcome.next as StoreState);
        const listed = allowed.some(
          (other) => sameData(other.answer, outcome.answer) && stage.store.encode(other.next) === next,
        );
        expect(listed, `${(request as StoreRequest).op}: ${outcome.label}`).toBe(true);
      };
      for (const number of [0, 1]) await runOf(stage, harsh, number, { taken: check });
    }
    expect(seen.requests).toBeGreaterThan(80);
    expect(seen.faults).toBeGreaterThan(0);
    if (["s3-legacy", "list-lag", "replicas", "swift"].includes(store))
      expect(seen.anomalies).toBeGreaterThan(0);
    if (store === "strong") expect(seen.anomalies).toBe(0);
  });
});

describe("on a strong store", () => {
  it.each(profiles.map((one) => [one.name, one] as const))(
    "the delays of %s show nothing",
    async (_name, delays) => {
      const stage = await stageOf("file-output-v1", "strong", { tasks: 3, readers: 1, polls: 3 });
      for (let number = 0; number < 3; number++) {
        const { anomalies, lost, told } = await runOf(
          stage,
          { ...delays, faults: undefined } as never,
          number,
        );
        expect({ anomalies, lost, told }).toEqual({ anomalies: 0, lost: 0, told: ["acked"] });
      }
    },
  );
});

describe("a run", () => {
  it("is the same again for the same seed and number, and another for another number", async () => {
    const trace = async (number: number): Promise<string> => {
      const stage = await stageOf("file-output-v1", "s3-legacy-cas", { tasks: 3, attempts: 2 });
      const steps: unknown[] = [];
      const run = await runOf(stage, harsh, number, {
        taken: ({ process, request, at, outcome }) => steps.push([process, request, at, outcome.answer]),
      });
      return JSON.stringify([run, steps]);
    };
    const first = await trace(4);
    expect(await trace(4)).toBe(first);
    expect(await trace(5)).not.toBe(first);
  });

  it.each(["file-output-v1", "magic-copy?find=list", "magic-copy?find=handed"])(
    "of %s in which nothing lags leaves what the kernel's execution leaves",
    async (committer) => {
      const stage = await stageOf(committer, "strong", { tasks: 3 });
      const stepper = new Stepper(stage, []);
      const { last: row } = await execute(stepper, replayChooser([]));
      const kernel = stage.store.contents(stepper.world.serviceState(stepper.worldOf(row), 0) as StoreState);
      let state: StoreState | undefined;
      await runOf(stage, profiles[0]!, 0, {
        taken: ({ service, outcome }) => {
          if (service === "store") state = outcome.next as StoreState;
        },
      });
      expect([...stage.store.contents(state!)]).toEqual([...kernel]);
    },
  );

  it("orders what happens by time: a slot that is busy makes the next task wait", async () => {
    const stage = await stageOf("magic-copy?find=handed", "strong", { tasks: 3, files: 1 });
    const begun: number[] = [];
    const one = profile({
      name: "one-slot",
      about: "One executor.",
      source: "made up",
      latency: { all: latency(100, 100) },
      propagation: {},
      engine: { slots: 1, task: latency(1000, 1000) },
    });
    await runOf(stage, one, 0, {
      taken: ({ request, at }) => {
        if ((request as { op: string }).op === "await-launch") begun.push(Math.round(at));
      },
    });
    // Setup 0 ms in this protocol; each task computes 1 s, puts one file (100 ms), and only then the next begins.
    expect(begun).toEqual([1000, 2100, 3200]);
  });

  it("takes a request half-way between its being made and its answer", async () => {
    const stage = await stageOf("magic-copy?find=handed", "strong", { tasks: 1, files: 2 });
    const at: number[] = [];
    const steady = profile({
      name: "steady",
      about: "Every request takes 100 ms.",
      source: "made up",
      latency: { all: latency(100, 100) },
      propagation: {},
    });
    const run = await runOf(stage, steady, 0, {
      taken: ({ service, request, at: when }) => {
        if (service === "store" && (request as StoreRequest).op === "put") at.push(Math.round(when));
      },
    });
    expect(at.slice(0, 2)).toEqual([50, 150]);
    // Two PUTs, and the driver's COPY and DELETE of each, at 100 ms a request.
    expect(run.jobTime).toBe(run.commitTime! + 200);
  });
});

describe("misfortune by rates", () => {
  it("a request that is late takes effect when the profile says, and its caller has been told nothing", async () => {
    const stage = await stageOf("iceberg-cas", "strong", { tasks: 1, files: 1 });
    const late = profile({
      name: "late",
      about: "Every request is late.",
      source: "made up",
      latency: { all: latency(100, 100) },
      propagation: {},
      faults: { chance: { late: 1 }, timeout: 500, late: exactly(10_000) },
    });
    const landed: number[] = [];
    const told: string[] = [];
    await runOf(stage, late, 0, {
      taken: ({ service, outcome, at }) => {
        if (service === "store") told.push(`${Math.round(at)} ${(outcome.answer as { code: string }).code}`);
      },
      landed: (_service, _request, _before, _after, at) => landed.push(Math.round(at)),
    });
    expect(told[0]).toBe("50 TimeoutError");
    expect(told[1]).toMatch(/^5[0-9]{2} TimeoutError$/);
    expect(landed[0]).toBe(10_050);
  });

  it("a driver that dies is run again where the scenario has a rerun", async () => {
    const stage = await stageOf("magic-copy?find=handed", "strong", { tasks: 2, files: 1, reruns: 1 });
    const deadly = profile({
      name: "deadly",
      about: "Processes live for a second on average.",
      source: "made up",
      latency: { all: latency(100, 200) },
      propagation: {},
      crashesPerHour: 3600,
    });
    const events = new Set<string>();
    const outcomes = new Set<string>();
    for (let number = 0; number < 40; number++) {
      const run = await runOf(stage, deadly, number, { event: ({ type }) => events.add(type) });
      outcomes.add(`${run.end} ${run.told.join()}`);
    }
    expect([...events]).toEqual(expect.arrayContaining(["crashed", "started", "acked", "discarded"]));
    expect([...outcomes]).toEqual(expect.arrayContaining(["ended acked", "ended "]));
  });

  it.each([0, 1])(
    "an overtaken conditional write is told 409 with the profile's chance: %d",
    async (overtaken) => {
      const store = new SimulatedStore(personalityNamed("strong"));
      const delays = profile({
        name: "race",
        about: "An overwrite with the same bytes comes while a conditional write is under way.",
        source: "made up",
        latency: { all: latency(100, 100) },
        propagation: {},
        chances: { overtaken },
      });
      const told: string[] = [];
      const put = { key: "k", body: Body.text("same") };
      const overwrites: ProcessMain = async (kernel) => {
        const { store } = kernelContext(kernel);
        await store.put(put);
        await store.put(put);
      };
      const conditional: ProcessMain = async (kernel) => {
        const { store } = kernelContext(kernel);
        const { etag } = await store.put(put);
        await store.put({ ...put, ifMatch: etag }).then(
          () => told.push("200"),
          (error: Error) => told.push((error as S3Error).code),
        );
      };
      const processes = [overwrites, conditional].map((main, index) => ({
        name: `p${index}`,
        main,
        crashable: false,
      }));
      const services = [store] as unknown as readonly AnyService[];
      const run = new TimedRun({ processes, services, storeIndex: 0, seed: "1" }, delays, seededRandom("1"));
      expect(await run.run()).toBe("ended");
      expect(told).toEqual([overtaken === 1 ? "ConditionalRequestConflict" : "200"]);
    },
  );
});

describe("a process", () => {
  it("that breaks a rule of executions is named", async () => {
    const stage = await stageOf("magic-copy?find=handed", "strong", { tasks: 1, files: 1 });
    const [driver, ...others] = stage.world.processes;
    const bad = { ...driver!, main: () => Promise.resolve(void Math.random()) };
    const world = { ...stage.world, processes: [bad, ...others] };
    await expect(runOf({ ...stage, world }, profiles[0]!)).rejects.toThrow(/w1\.driver: used Math\.random/);
    const stuck = { ...driver!, main: () => new Promise<void>(() => undefined) };
    await expect(
      runOf({ ...stage, world: { ...stage.world, processes: [stuck] } }, profiles[0]!),
    ).rejects.toThrow(/w1\.driver: waits for something that is not its context/);
    const thrower = { ...driver!, main: () => Promise.reject(new TypeError("no")) };
    await expect(
      runOf({ ...stage, world: { ...stage.world, processes: [thrower] } }, profiles[0]!),
    ).rejects.toThrow(/w1\.driver: threw TypeError: no/);
  });
});
