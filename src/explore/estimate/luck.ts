/** What a profile leaves to chance besides when changes are heard of: latencies, faults, crashes. */
import type { DelayProfile, Latency, Propagation } from "../../check/profile.js";
import type { FaultKind } from "../../store/faults.js";
import type { Random } from "../random.js";
import { logNormal } from "../pace.js";
import { type Draw, drawOf } from "./delay.js";

const hour = 3_600_000;

export class Luck {
  readonly #profile: DelayProfile;
  readonly #random: Random;
  readonly #latencies = new Map<string, Draw>();
  readonly #late: Draw;
  readonly #faults: readonly (readonly [kind: FaultKind, upTo: number])[];

  constructor(profile: DelayProfile, random: Random) {
    this.#profile = profile;
    this.#random = random;
    this.#late = drawOf(profile.faults?.late, random);
    let upTo = 0;
    this.#faults = Object.entries(profile.faults?.chance ?? {}).map(
      ([kind, chance]) => [kind as FaultKind, (upTo += chance)] as const,
    );
  }

  below(bound: number): number {
    return this.#random.below(bound);
  }

  /** Of an operation of the store. */
  latency(operation: string): number {
    const { all, of } = this.#profile.latency;
    return this.#draw(operation, () => of?.[operation] ?? all);
  }

  /** Of a message to another service: takes no time where the profile says none. */
  messageLatency(service: string, operation: string): number {
    const { of } = this.#profile.latency;
    const name = `${service}.${operation}`;
    return this.#draw(name, () => of?.[name] ?? of?.[service]);
  }

  #draw(name: string, find: () => Latency | undefined): number {
    let draw = this.#latencies.get(name);
    if (draw === undefined) {
      draw = this.drawLatency(find());
      this.#latencies.set(name, draw);
    }
    return draw();
  }

  drawLatency(latency: Latency | undefined): Draw {
    return latency === undefined ? () => 0 : logNormal(latency, this.#random);
  }

  /** The fault that befalls the next request, if any. */
  fault(): FaultKind | undefined {
    if (this.#faults.length === 0) return undefined;
    const draw = this.#random.fraction();
    return this.#faults.find(([, upTo]) => draw < upTo)?.[0];
  }

  /** Milliseconds from when a request with a fault would have taken effect to what its caller is told. */
  patience(fault: FaultKind, latency: number): number {
    const { timeout } = this.#profile.faults!;
    if (fault === "throttled") return latency / 2;
    if (fault === "resumed") return latency + latency / 2;
    const retried = fault === "reply-lost-retried" || fault === "late-retried";
    return Math.max(0, timeout - latency / 2) + (retried ? latency : 0);
  }

  /** In how many milliseconds a request takes effect that was given up. */
  late(): number {
    return this.#late();
  }

  /** In how many milliseconds a replica in another region hears of a change. */
  replication(kind: keyof Propagation): number {
    return drawOf(this.#profile.propagation.replica?.[kind], this.#random)();
  }

  /** In how many milliseconds a process dies; undefined: it does not. */
  lifetime(): number | undefined {
    const { crashesPerHour } = this.#profile;
    if (crashesPerHour === undefined || crashesPerHour <= 0) return undefined;
    return (-Math.log(1 - this.#random.fraction()) * hour) / crashesPerHour;
  }

  /** Which of several outcomes that no delay decides between. */
  among(outcomes: readonly { readonly witnesses: readonly string[]; readonly anomalies: number }[]): number {
    const { overtaken = 0, rare = 0 } = this.#profile.chances ?? {};
    const isConflict = (index: number): boolean => outcomes[index]!.witnesses.includes("conflict");
    const least = outcomes[0]!.anomalies;
    const calm = outcomes.filter(({ anomalies }) => anomalies === least).length;
    if (calm < outcomes.length && this.#random.fraction() < rare)
      return calm + this.#random.below(outcomes.length - calm);
    // S3's 409: the write may also pass.
    if (calm === 2 && isConflict(1) && !isConflict(0)) return this.#random.fraction() < overtaken ? 1 : 0;
    return this.#random.below(calm);
  }
}
