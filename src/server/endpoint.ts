/**
 * The endpoint without its sockets: takes the head of a request and its body as a stream, and says what is to be sent back.
 */
import type { IncomingMessage } from "node:http";
import { seededRandom } from "../explore/random.js";
import { Body } from "../store/body.js";
import type { StoreAnswer, StoreRequest, StoreValues } from "../store/requests.js";
import { authenticate, type Authenticator } from "./auth/sigv4.js";
import type { Buckets } from "./bucket/buckets.js";
import { chooserOf } from "./bucket/choosers.js";
import type { Flight, ServedBucket } from "./bucket/served-bucket.js";
import type { Clock } from "./clock.js";
import type { Gate } from "./gate.js";
import type { Step } from "./history/entry.js";
import type { Recorder } from "./history/recorder.js";
import { stepOf } from "./history/step.js";
import { Unanswered, wireErrorOf } from "./operations/failures.js";
import { checkKey } from "./operations/keys.js";
import type { Call, Operation } from "./operations/operation.js";
import { route } from "./operations/route.js";
import type { Decider, Decision } from "./plan/decider.js";
import { type Address, addressOf } from "./wire/address.js";
import { checkPlan, readBody, Room } from "./wire/body.js";
import { type BodyLimits, planBody, verifyBody } from "./wire/body-plan.js";
import type { Checksum } from "./wire/checksums.js";
import { Incoming } from "./wire/incoming.js";
import { type ErrorContext, errorReply, errorXml, type Reply } from "./wire/reply.js";
import { WireError } from "./wire/s3-errors.js";

export interface EndpointParts {
  readonly buckets: Buckets;
  readonly decider: Decider;
  readonly clock: Clock;
  readonly authenticator: Authenticator;
  readonly recorder: Recorder;
  readonly limits: BodyLimits & { readonly room: Room };
  /** Names under which buckets are found by virtual host. Lower case. */
  readonly domains: readonly string[];
}

/** What is to happen on the connection. */
export interface Sending {
  readonly reply: Reply;
  /** How it goes wrong: see `FaultHow`. */
  readonly how: "whole" | "reset" | "timeout" | "truncated";
  /** Called once: whether all of it was sent. */
  ended(sent: boolean): void;
}

/** The connection that a request came on. */
export interface Connection {
  /** Tells a client that waits for it to send the body (`Expect: 100-continue`). */
  goOn(): void;
}

export class Endpoint {
  readonly parts: EndpointParts;
  /** Where requests wait, while somebody steers them. */
  gate: Gate | undefined;
  readonly #ids;

  constructor(parts: EndpointParts) {
    this.parts = parts;
    this.#ids = seededRandom(`${parts.decider.seed}/request ids`);
  }

  async handle(message: IncomingMessage, connection: Connection): Promise<Sending> {
    const exchange = new Exchange(this, message, this.#requestId());
    try {
      return exchange.sending(await exchange.run(connection));
    } catch (error) {
      return exchange.failed(error);
    }
  }

  /** Sixteen hexadecimal digits, the same for the same request of the same run. */
  #requestId(): string {
    const half = (): string =>
      Math.floor(this.#ids.fraction() * 2 ** 32)
        .toString(16)
        .toUpperCase()
        .padStart(8, "0");
    return half() + half();
  }
}

/** One request on its way through. */
class Exchange {
  readonly #endpoint: Endpoint;
  readonly #message: IncomingMessage;
  readonly #requestId: string;
  readonly #id: number;
  readonly #invoked: number;
  readonly #time: number;
  #address: Address = { bucket: undefined, key: undefined };
  #operation: Operation | undefined;
  #subject = "";
  #client = "";
  #decision: Decision | undefined;
  #flight: { readonly bucket: ServedBucket; readonly flight: Flight } | undefined;
  readonly #steps: Step[] = [];

  constructor(endpoint: Endpoint, message: IncomingMessage, requestId: string) {
    this.#endpoint = endpoint;
    this.#message = message;
    this.#requestId = requestId;
    const { recorder, clock } = endpoint.parts;
    this.#id = recorder.nextId();
    this.#invoked = recorder.place();
    clock.tick();
    this.#time = clock.now();
  }

  async run(connection: Connection): Promise<Reply> {
    const { parts } = this.#endpoint;
    const incoming = new Incoming(this.#message);
    if (incoming.header("host") === undefined)
      throw new WireError("BadRequest", "The request has no Host header.");
    this.#address = addressOf(incoming.header("host"), incoming.target.path, parts.domains);
    const { bucket: bucketName = "", key = "" } = this.#address;
    const who = authenticate(incoming, parts.authenticator);
    this.#client = parts.authenticator.keys.clientOf(who.accessKey);
    const operation = route(incoming, this.#address);
    this.#operation = operation;
    checkKey(key);
    const plan = planBody(incoming, operation.body, who, parts.limits);
    checkPlan(plan);
    this.#subject = key === "" ? (incoming.query("prefix") ?? "") : key;
    this.#decision = parts.decider.decide({ bucket: bucketName, op: operation.name, key: this.#subject });
    const bucket = parts.buckets.find(bucketName);
    bucket?.turn();
    this.#takeOff(incoming, operation, bucket, key);
    if (plan.length !== 0) connection.goOn();
    const read = await readBody(this.#message, plan, parts.limits.room);
    const { body, checksum } = verifyBody(incoming, who.payload, read);
    return operation.run(this.#call(incoming, body, checksum));
  }

  #takeOff(incoming: Incoming, operation: Operation, bucket: ServedBucket | undefined, key: string): void {
    const request = operation.flight?.(incoming, key);
    if (request === undefined || bucket === undefined) return;
    this.#flight = { bucket, flight: bucket.open(request) };
  }

  #call(incoming: Incoming, body: Body, checksum: Checksum | undefined): Call {
    const { buckets } = this.#endpoint.parts;
    const { bucket: bucketName = "", key = "" } = this.#address;
    const bucket = (): ServedBucket => buckets.get(bucketName);
    const ask = async <R extends StoreRequest>(
      of: ServedBucket,
      request: R,
    ): Promise<StoreValues[R["op"]]> => {
      const answer = await this.#ask(of, request);
      if (!answer.ok) throw wireErrorOf(answer, request);
      return answer.value as StoreValues[R["op"]];
    };
    return {
      incoming,
      buckets,
      bucketName,
      key,
      now: this.#time,
      body,
      checksum,
      bucket,
      answer: (request) => this.#ask(bucket(), request),
      ask: (request) => ask(bucket(), request),
      askIn: ask,
    };
  }

  async #ask(bucket: ServedBucket, request: StoreRequest): Promise<StoreAnswer> {
    const { gate, parts } = this.#endpoint;
    const decision = this.#decision!;
    const usual = chooserOf(decision);
    const own = this.#flight?.bucket === bucket ? this.#flight.flight : undefined;
    const conflicted = (): boolean => own?.conflicted ?? false;
    const held = { id: this.#id, client: this.#client, bucket, request, conflicted, usual };
    const choose = gate === undefined ? usual : await gate.pass(held);
    const { zombie, ...happened } = bucket.ask(request, own, choose, decision.random);
    if (zombie !== undefined) {
      zombie.landed = (etag, key) => {
        const at = parts.recorder.place();
        const told = etag === undefined ? {} : { etag };
        parts.recorder.add({ kind: "landed", id: this.#id, at, bucket: bucket.name, key, ...told });
      };
    }
    this.#steps.push(
      stepOf(
        { request, ...happened, state: bucket.state },
        bucket.name === this.#address.bucket ? undefined : bucket.name,
      ),
    );
    return happened.answer;
  }

  /** What is sent for a reply, once the plan has had its say. */
  sending(reply: Reply): Sending {
    this.#land();
    const fault = this.#decision?.fault;
    // A fault that nothing was asked under has not happened: the request was refused before.
    const how = fault === undefined || this.#steps.length === 0 ? undefined : fault.how;
    const common = { "x-amz-request-id": this.#requestId, "x-amz-id-2": this.#hostId };
    const told = how === undefined ? reply : this.#told(how, reply);
    const whole = { ...told, headers: { ...common, ...told.headers } };
    const broken = how === "reset" || how === "timeout" || how === "truncated" ? how : "whole";
    return {
      reply: whole,
      how: broken,
      ended: (sent) => this.#record(whole, sent && broken === "whole", how),
    };
  }

  failed(error: unknown): Sending {
    if (error instanceof WireError) return this.sending(errorReply(error, this.#context));
    const internal = errorReply(new WireError("InternalError"), this.#context);
    if (!(error instanceof Unanswered)) {
      this.#land();
      return { reply: internal, how: "whole", ended: () => this.#record(internal, true, undefined) };
    }
    // Where the plan says nothing of how its client hears nothing, the connection breaks.
    const sending = this.sending(internal);
    return this.#decision?.fault === undefined ? { ...sending, how: "reset" } : sending;
  }

  #land(): void {
    if (this.#flight !== undefined) this.#flight.bucket.close(this.#flight.flight);
  }

  #told(how: string, reply: Reply): Reply {
    switch (how) {
      case "500":
        return errorReply(new WireError("InternalError"), this.#context);
      case "503":
        return errorReply(new WireError("SlowDown"), this.#context);
      case "409":
        return errorReply(new WireError("OperationAborted"), this.#context);
      case "200-error": {
        const { code, message } = new WireError("InternalError");
        const late = ["CopyObject", "CompleteMultipartUpload", "UploadPartCopy"].includes(
          this.#operation?.name ?? "",
        );
        const body = errorXml(code, message, {}, this.#context);
        return { status: late ? 200 : 500, headers: { "Content-Type": "application/xml" }, body };
      }
      default:
        return reply;
    }
  }

  get #hostId(): string {
    return Buffer.from(`lakelitmus/${this.#requestId}`).toString("base64");
  }

  get #context(): ErrorContext {
    const { bucket, key } = this.#address;
    const resource = bucket === undefined ? "/" : key === undefined ? `/${bucket}` : `/${bucket}/${key}`;
    return { resource: resource.slice(0, 2000), requestId: this.#requestId, hostId: this.#hostId };
  }

  #record({ status, body }: Reply, sent: boolean, how: string | undefined): void {
    if (this.#operation === undefined || this.#address.bucket === undefined) return;
    const { recorder } = this.#endpoint.parts;
    const errorIn = how === "200-error";
    const known = sent && status < 500 && !errorIn;
    const code = typeof body === "string" ? /<Code>(\w+)<\/Code>/.exec(body.slice(0, 300))?.[1] : undefined;
    const fault = this.#decision?.fault;
    recorder.add({
      kind: "request",
      id: this.#id,
      client: this.#client,
      bucket: this.#address.bucket,
      op: this.#operation.name,
      key: this.#subject,
      nth: this.#decision?.nth ?? 0,
      invoked: this.#invoked,
      ...(known ? { returned: recorder.place() } : {}),
      time: this.#time,
      status: sent ? status : 0,
      ...(code === undefined ? {} : { code }),
      outcome: !known ? "unknown" : status < 400 ? "ok" : "failed",
      steps: this.#steps,
      ...(fault === undefined || how === undefined ? {} : { fault }),
    });
  }
}
