/**
 * A service is a part of the world that processes make requests to: an object store, the engine's job board, a lock
 * table. It is a pure state machine; who decides between its outcomes is somebody else (src/explore).
 */
import type { Event } from "../check/events.js";

/** What is known of a request besides itself when it takes effect. */
export interface Call {
  /**
   * Another request took effect on its key, between this one's issue and now, that could have changed this one's answer: see
   * {@link Service.collides} (for a conditional write S3's 409 ConditionalRequestConflict).
   */
  readonly conflicted: boolean;
}

/** How far the outcomes of one request are to be enumerated: outcomes beyond these may be left out. */
export interface Limits {
  readonly anomalies: number;
  readonly faults: number;
}

/** A change of a key, or of an upload to it, that took effect: what a request in flight may collide with. */
export interface Effect {
  readonly key: string;
  readonly kind: "write" | "delete" | "abort";
  /** Of an abort: which upload's. */
  readonly uploadId?: string;
}

/** What may happen to a request, with the state after it. The first in a list is the well-behaved one. */
export interface Outcome<S, Q, A> {
  /** Plain, frozen data: what the process is told. */
  readonly answer: A;
  readonly next: S;
  /** How many of its parts are not what an up-to-date store would have answered. */
  readonly anomalies: number;
  readonly faults: number;
  /** Names what is not well-behaved, in one phrase ("LIST misses t/part-0"); undefined for a well-behaved outcome. */
  readonly label?: string;
  readonly effects: readonly Effect[];
  /** What properties watch. */
  readonly events: readonly Event[];
  /** The request goes on without its caller: it may still take effect, once, at any later time, or never. */
  readonly zombie?: Q;
  /** Circumstances that this outcome witnesses ("conflict", "reply-lost", …); counted, so that a run can say what it saw. */
  readonly witnesses: readonly string[];
}

/** What a service may do by itself, with the state after it: nobody has asked for it, and nobody is told. */
export interface Step<S> {
  readonly next: S;
  /** What it is, in one phrase ("the replication of t/x arrives"). */
  readonly label: string;
  readonly anomalies: number;
  readonly faults: number;
  readonly effects: readonly Effect[];
  /** As an outcome's. */
  readonly witnesses: readonly string[];
}

/** A part of the world. `S` is immutable; `Q` and `A` are plain frozen data (bodies by reference). */
export interface Service<S, Q, A> {
  readonly name: string;
  readonly initial: S;
  /** What may happen to `request` in `state`; empty: nothing now, the caller is blocked. [0] is well-behaved. */
  outcomes(state: S, request: Q, call: Call, limits: Limits): readonly Outcome<S, Q, A>[];
  /**
   * An exact text of the part of `state` that the outcomes of a request hang on: in states with equal texts they are the same, but for
   * the rest of the state, which stays as it is. Left out, or undefined: they may hang on all of it.
   */
  partFor?(state: S, request: Q): string | undefined;
  /** `state`, with that part of it as it is in `from`. Left out where there is no {@link partFor}. */
  withPart?(state: S, from: S, request: Q): S;
  /** What becomes of a zombie that takes effect now: the states it may lead to, without repeats of `state`. */
  deliver?(
    state: S,
    zombie: Q,
    conflicted: boolean,
  ): readonly { readonly next: S; readonly effects: readonly Effect[] }[];
  /** All that the service may do by itself in `state`, in a fixed order; each leads to another state. Left out: it only answers. */
  steps?(state: S, limits: Limits): readonly Step<S>[];
  /** A process has died. */
  crashed?(state: S, process: string): { readonly next: S; readonly events: readonly Event[] };
  /** Could `effect`, coming first, have changed its answer? */
  collides?(request: Q, effect: Effect): boolean;
  /** Does the request change anything when it takes effect? One that does not leaves no zombie behind. */
  mutates(request: Q): boolean;
  /** May the caller wait on this request for ever without being wedged (an attempt that is never launched)? */
  idles?(request: Q): boolean;
  /** Exact: equal strings if and only if equal states. */
  encode(state: S): string;
}

/** A service whose types nobody needs to know: what the kernel handles. */
export type AnyService = Service<unknown, unknown, unknown>;
