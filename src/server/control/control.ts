/** The control API: steering and looking into a served store, beside the requests that it serves. */
import type { IncomingMessage } from "node:http";
import { personalityNamed, UnknownPersonality } from "../../store/personalities/index.js";
import { recordAt } from "../../store/store-state.js";
import { same } from "../auth/keys.js";
import type { ServedBucket } from "../bucket/served-bucket.js";
import type { Endpoint } from "../endpoint.js";
import { FaultPlanError, readFaultPlan } from "../plan/fault-plan.js";
import { readBody, Room } from "../wire/body.js";
import type { Reply } from "../wire/reply.js";
import { WireError } from "../wire/s3-errors.js";
import { parseTarget, type Target } from "../wire/target.js";
import { SeededGate } from "./seeded-gate.js";
import { controlPath } from "./types.js";
import type { BucketState, BucketStatus, GateSettings, ObjectStatus, Status } from "./types.js";

const mostBytes = 1 << 20;
const patience = 10_000;
const mostObjects = 10_000;

/** What was asked for cannot be done; the message says why. */
class Refused extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

type Body = Readonly<Record<string, unknown>>;
type Handler = (endpoint: Endpoint, body: Body, target: Target) => unknown;

export class Control {
  readonly #endpoint: Endpoint;
  readonly #secret: string;
  readonly #room = new Room(16 * mostBytes);

  /** `secret`: the secret key, which whoever steers has to know. */
  constructor(endpoint: Endpoint, secret: string) {
    this.#endpoint = endpoint;
    this.#secret = secret;
  }

  /** Undefined where the request is none of the API's. */
  async handle(message: IncomingMessage): Promise<Reply | undefined> {
    if (message.url?.startsWith(controlPath) !== true) return undefined;
    try {
      if (!same(`Bearer ${this.#secret}`, message.headers.authorization ?? "")) {
        throw new Refused(401, "Say Authorization: Bearer and the secret key.");
      }
      const target = parseTarget(message.url);
      const name = `${message.method} ${target.path.slice(controlPath.length)}`;
      const handler = handlers[name];
      if (handler === undefined) {
        throw new Refused(404, `There is no "${name}". There are: ${Object.keys(handlers).join(", ")}.`);
      }
      const answer = handler(this.#endpoint, await this.#body(message), target);
      if (typeof answer === "string")
        return { status: 200, headers: { "Content-Type": "application/jsonl" }, body: answer };
      return json(200, answer);
    } catch (error) {
      return json(error instanceof Refused ? error.status : 400, { error: (error as Error).message });
    }
  }

  async #body(message: IncomingMessage): Promise<Body> {
    const length = Number(message.headers["content-length"] ?? 0);
    if (length === 0) return {};
    const plan = { length, chunked: undefined, decodedLength: undefined, most: mostBytes, patience };
    const { bytes } = await readBody(message, plan, this.#room);
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof value !== "object" || value === null) throw new Refused(400, "The body is no JSON object.");
    return value as Body;
  }
}

function json(status: number, value: unknown): Reply {
  return {
    status,
    headers: { "Content-Type": "application/json" },
    body: `${JSON.stringify(value, null, 2)}\n`,
  };
}

const handlers: Readonly<Record<string, Handler>> = {
  "GET ": status,
  "GET status": status,
  "PUT seed": ({ parts }, { seed }) => {
    if (typeof seed !== "string") throw new Refused(400, '{"seed": "…"} is missing.');
    parts.decider.restart(seed);
    return { seed };
  },
  "GET faults": ({ parts }) => parts.decider.plan,
  "PUT faults": ({ parts }, body) => {
    try {
      parts.decider.plan = readFaultPlan(body);
    } catch (error) {
      if (error instanceof FaultPlanError) throw new Refused(400, error.message);
      throw error;
    }
    return parts.decider.plan;
  },
  "GET clock": ({ parts }) => ({ time: parts.clock.kind, now: parts.clock.now() }),
  "POST clock": ({ parts }, { advance }) => {
    if (typeof advance !== "number" || !(advance >= 0))
      throw new Refused(400, '{"advance": milliseconds} is missing.');
    parts.clock.advance(advance);
    for (const bucket of parts.buckets) bucket.settleDue();
    return { time: parts.clock.kind, now: parts.clock.now() };
  },
  "POST converge": (endpoint, { bucket, zombies }) => {
    const chosen = bucket === undefined ? [...endpoint.parts.buckets] : [bucketOf(endpoint, bucket)];
    for (const one of chosen) {
      if (zombies === "land") while (one.deliver());
      one.converge();
    }
    return { buckets: chosen.map(statusOf) };
  },
  "GET history": ({ parts }) => parts.recorder.kept.lines.map((line) => `${line}\n`).join(""),
  "GET state": (endpoint, _body, { query }) =>
    stateOf(bucketOf(endpoint, query.get("bucket")), query.get("prefix") ?? ""),
  "PUT bucket": (endpoint, { name, store }) => {
    if (typeof name !== "string") throw new Refused(400, '{"name": "…"} is missing.');
    return statusOf(makeBucket(endpoint, name, store));
  },
  "PUT gate": (endpoint, body) => {
    const { clients, quiet } = body as unknown as Partial<GateSettings>;
    if (typeof clients !== "number" || !Number.isInteger(clients) || clients < 1) {
      throw new Refused(400, '{"clients": number} is missing.');
    }
    const gate = new SeededGate(endpoint.parts.decider.seed, {
      clients,
      ...(quiet === undefined ? {} : { quiet }),
    });
    gateOf(endpoint)?.release();
    endpoint.gate = gate;
    return gate.status;
  },
  "GET gate": (endpoint) => gateOf(endpoint)?.status ?? { open: true, held: [], turns: 0 },
  "POST gate/done": (endpoint, { client }) => {
    if (typeof client !== "string") throw new Refused(400, '{"client": "…"} is missing.');
    gateOf(endpoint)?.done(client);
    return { client };
  },
  "DELETE gate": (endpoint) => {
    gateOf(endpoint)?.release();
    endpoint.gate = undefined;
    return { open: true };
  },
};

function gateOf({ gate }: Endpoint): SeededGate | undefined {
  return gate instanceof SeededGate ? gate : undefined;
}

function bucketOf(endpoint: Endpoint, name: unknown): ServedBucket {
  const found = typeof name === "string" ? endpoint.parts.buckets.find(name) : undefined;
  if (found === undefined) throw new Refused(404, `There is no bucket ${JSON.stringify(name)}.`);
  return found;
}

function makeBucket(endpoint: Endpoint, name: string, store: unknown): ServedBucket {
  try {
    const personality = typeof store === "string" ? personalityNamed(store) : undefined;
    return endpoint.parts.buckets.create(name, personality);
  } catch (error) {
    if (error instanceof UnknownPersonality || error instanceof WireError)
      throw new Refused(400, error.message);
    throw error;
  }
}

function status({ parts: { decider, clock, buckets } }: Endpoint): Status {
  return {
    seed: decider.seed,
    store: buckets.defaults.personality.name,
    time: clock.kind,
    now: clock.now(),
    plan: decider.plan,
    buckets: [...buckets].map(statusOf),
  };
}

function statusOf({ name, personality, unsettled, zombies }: ServedBucket): BucketStatus {
  return { name, store: personality.name, unsettled, zombies };
}

function stateOf(bucket: ServedBucket, prefix: string): BucketState {
  const objects: ObjectStatus[] = [];
  const cursor = bucket.state.objects.cursor(prefix);
  for (; cursor.entry?.key.startsWith(prefix) === true && objects.length < mostObjects; cursor.next()) {
    const { key } = cursor.entry;
    const { current, readable, listable, nodes = [] } = recordAt(bucket.state, key);
    const others = nodes.flat().filter((found) => found !== current);
    const etags = (all: readonly ({ readonly etag: string } | null)[]) =>
      all.map((found) => found?.etag ?? null);
    objects.push({
      key,
      etag: current?.etag ?? null,
      size: current?.body.length ?? 0,
      mayRead: [...new Set(etags([...readable, ...others]))],
      mayList: etags(listable),
    });
  }
  return { ...statusOf(bucket), objects, truncated: cursor.entry?.key.startsWith(prefix) === true };
}
