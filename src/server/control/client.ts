/** A client of the control API. */
import type { FaultPlan } from "../plan/fault-plan.js";
import type { BucketState, BucketStatus, GateSettings, GateStatus, Status } from "./types.js";

/** The server said no; the message says why. */
export class ControlError extends Error {
  override readonly name = "ControlError";
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Steers a served store: what goes wrong, its clock, its gate; and looks into it. Every call rejects with a {@link ControlError}. */
export class ControlClient {
  readonly #url: string;
  readonly #secret: string;

  /** `url`: of the endpoint, as `serve` prints it. `secretKey`: that of its access key. */
  constructor(url: string, secretKey: string) {
    this.#url = url.replace(/\/+$/, "");
    this.#secret = secretKey;
  }

  status(): Promise<Status> {
    return this.#ask("GET", "status") as Promise<Status>;
  }

  /** Decisions begin again, with another seed. */
  async setSeed(seed: string): Promise<void> {
    await this.#ask("PUT", "seed", { seed });
  }

  faults(): Promise<FaultPlan> {
    return this.#ask("GET", "faults") as Promise<FaultPlan>;
  }

  /** Rules count from now on. */
  async setFaults(plan: FaultPlan): Promise<void> {
    await this.#ask("PUT", "faults", plan);
  }

  /** Lets time pass. Resolves with the time then, in milliseconds since 1970. */
  async advance(milliseconds: number): Promise<number> {
    return ((await this.#ask("POST", "clock", { advance: milliseconds })) as { now: number }).now;
  }

  /** Every write has gone everywhere; with `zombies: "land"`, also every request that was still on its way has taken effect. */
  async converge(what: { readonly bucket?: string; readonly zombies?: "land" | "keep" } = {}): Promise<void> {
    await this.#ask("POST", "converge", what);
  }

  /** The latest part of the history, as JSON lines. */
  async history(): Promise<string> {
    return (await this.#fetch("GET", "history")).text();
  }

  /** What the bucket truly holds, and what else may be seen of it. */
  state(bucket: string, prefix = ""): Promise<BucketState> {
    const query = new URLSearchParams({ bucket, prefix });
    return this.#ask("GET", `state?${query.toString()}`) as Promise<BucketState>;
  }

  createBucket(name: string, store?: string): Promise<BucketStatus> {
    return this.#ask("PUT", "bucket", {
      name,
      ...(store === undefined ? {} : { store }),
    }) as Promise<BucketStatus>;
  }

  /** From now on requests wait until all clients do, and the seed says whose turn it is. */
  async closeGate(settings: GateSettings): Promise<void> {
    await this.#ask("PUT", "gate", settings);
  }

  gate(): Promise<GateStatus> {
    return this.#ask("GET", "gate") as Promise<GateStatus>;
  }

  /** The client takes no more turns. */
  async done(client: string): Promise<void> {
    await this.#ask("POST", "gate/done", { client });
  }

  async openGate(): Promise<void> {
    await this.#ask("DELETE", "gate");
  }

  async #ask(method: string, path: string, body?: unknown): Promise<unknown> {
    return (await this.#fetch(method, path, body)).json();
  }

  async #fetch(method: string, path: string, body?: unknown): Promise<Response> {
    const answer = await fetch(`${this.#url}/_lakelitmus/${path}`, {
      method,
      headers: { authorization: `Bearer ${this.#secret}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (answer.ok) return answer;
    const { error } = (await answer.json()) as { readonly error: string };
    throw new ControlError(answer.status, error);
  }
}
