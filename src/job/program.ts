/**
 * Programs: what stores rows as objects and is no committer. A mover of logs, a sync client, a page that shows what was just
 * uploaded: a few actors over the object-store interface, each ordinary async code, explored, estimated and judged as committers are.
 */
import type { TableSeen } from "../check/events.js";
import type { Body } from "../store/body.js";
import type { Plain } from "../store/plain.js";
import type { Context, Part, PartRef, Round } from "./committer.js";

/** A piece of what a program stores: a file of rows that is one user's, acknowledged as a whole. */
export interface Item {
  /** 0, 1, … */
  readonly number: number;
  /** What properties call it: `item-0`. */
  readonly key: string;
  /** Its rows: real Parquet bytes. */
  readonly part: Part;
  /** Other rows, of another file: what may have been there before it. */
  readonly before: Part;
}

/** A message of a queue, as whoever takes it gets it. */
export interface Message {
  readonly body: Plain;
  /** How often it was given out before; nine times is nine times or more. */
  readonly before: number;
  /** Its number in its queue. */
  readonly number: number;
}

/** All that an actor may know of the world: a committer's context, and what programs need besides a store. */
export interface ActorContext extends Omit<Context, "parallel" | "loop"> {
  parallel<T, R extends Plain | void>(
    items: readonly T[],
    body: (item: T, ctx: ActorContext, index: number) => Promise<R>,
  ): Promise<R[]>;
  loop<S extends Plain, R extends Plain | void>(
    state: S,
    body: (state: S, ctx: ActorContext) => Promise<Round<S, R>>,
  ): Promise<R>;
  /** The item's user has been told that it is stored: from now on its rows count. */
  stored(item: Item): Promise<void>;
  /**
   * Reads as somebody who expects to find what was acknowledged before the read began. `read` hands over the bytes that it got; an
   * error of the store that it throws is what the reader was told.
   */
  look(reader: string, read: (ctx: ActorContext) => Promise<readonly Got[]>): Promise<TableSeen>;
  /** Tells those who wait for it that all before it was acknowledged. */
  say(flag: string): Promise<void>;
  /** Goes on when somebody has said so. */
  hear(flag: string): Promise<void>;
  /** Puts a message into a queue, which gives each out at least once, in any order. */
  send(queue: string, body: Plain): Promise<void>;
  /** Nothing more will be sent to the queue. */
  close(queue: string): Promise<void>;
  /** Takes a message that nobody has, or waits for one; null once the queue is closed and everything in it is done. */
  receive(queue: string): Promise<Message | null>;
  /** What becomes of a message that was taken: it is done, or given out again. */
  settle(queue: string, message: Message, how: "done" | "again"): Promise<void>;
}

/** Bytes that a reader got, and from where. */
export interface Got {
  readonly key: string;
  readonly body: Body;
}

/** One of those who act: a process. */
export interface Actor {
  readonly name: string;
  run(ctx: ActorContext): Promise<void>;
}

/** A program, with its options decided. */
export interface Program {
  /** With its options: `log-mover?on-404=again`. */
  readonly name: string;
  /** What the store holds before anybody acts, written so long ago that all have heard of it. */
  start?(items: readonly Item[], ctx: Context): Promise<void>;
  /** The bytes of an item's files, where it matters how they are laid out. Left out: any. */
  files?(number: number, rows: number): Promise<{ readonly part: Uint8Array; readonly before: Uint8Array }>;
  actors(items: readonly Item[]): readonly Actor[];
  /** Where whoever uses the outcome finds the rows. Throws: it cannot be read. */
  read(ctx: Context): Promise<readonly PartRef[]>;
}

/** Reads objects whole. Throws what the store answers. */
export async function getAll(keys: readonly string[], ctx: ActorContext): Promise<readonly Got[]> {
  const got: Got[] = [];
  for (const key of keys) got.push({ key, body: (await ctx.store.get({ key })).body });
  return got;
}
