/**
 * Gives turns: holds requests until all clients wait, then lets one of them go on, by the seed. Which of them came first is the
 * operating system's doing, so it decides nothing.
 */
import { type Random, seededRandom } from "../../explore/random.js";
import { describeRequest } from "../../store/describe.js";
import type { Chooser } from "../bucket/choosers.js";
import type { Gate, Held } from "../gate.js";
import type { GateSettings, GateStatus } from "./types.js";

interface Waiting {
  readonly held: Held;
  go(): void;
}

const usualQuiet = 2000;

export class SeededGate implements Gate {
  readonly #clients: number;
  readonly #quiet: number;
  readonly #random: Random;
  readonly #done = new Set<string>();
  #waiting: Waiting[] = [];
  #turns = 0;
  #timer: NodeJS.Timeout | undefined;
  #open = false;

  constructor(seed: string, { clients, quiet = usualQuiet }: GateSettings) {
    this.#clients = clients;
    this.#quiet = quiet;
    this.#random = seededRandom(`${seed}/gate`);
  }

  pass(held: Held): Promise<Chooser> {
    if (this.#open) return Promise.resolve(held.usual);
    return new Promise((resolve) => {
      this.#waiting.push({ held, go: () => resolve(held.usual) });
      this.#look();
    });
  }

  /** The client will ask nothing more. */
  done(client: string): void {
    this.#done.add(client);
    this.#look();
  }

  /** Lets everybody go. */
  release(): void {
    this.#open = true;
    clearTimeout(this.#timer);
    for (const { go } of this.#waiting) go();
    this.#waiting = [];
  }

  get status(): GateStatus {
    return {
      open: this.#open,
      turns: this.#turns,
      held: this.#waiting.map(({ held }) => ({
        client: held.client,
        bucket: held.bucket.name,
        request: describeRequest(held.request),
      })),
    };
  }

  #look(): void {
    clearTimeout(this.#timer);
    if (this.#waiting.length === 0) return;
    const blocked = new Set(this.#waiting.map(({ held }) => held.client));
    const left = this.#clients - [...this.#done].filter((client) => !blocked.has(client)).length;
    if (blocked.size >= left) this.#give();
    else this.#timer = setTimeout(() => this.#give(), this.#quiet);
  }

  /** By client and then by what it asks: an order that is the same however they came. */
  #give(): void {
    const name = ({ held }: Waiting): string => JSON.stringify([held.client, describeRequest(held.request)]);
    const sorted = this.#waiting.toSorted((a, b) => (name(a) < name(b) ? -1 : Number(name(a) > name(b))));
    const chosen = sorted[this.#random.below(sorted.length)]!;
    this.#waiting = this.#waiting.filter((one) => one !== chosen);
    this.#turns += 1;
    chosen.go();
    if (this.#waiting.length > 0) this.#timer = setTimeout(() => this.#give(), this.#quiet);
  }
}
