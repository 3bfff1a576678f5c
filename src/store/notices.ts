/** Notifications that objects were created, as a state has them: those that have not been delivered, and those that may come again. */
import type { Notification } from "./object-store.js";

export interface Notices {
  /** In the order in which the objects were created. */
  readonly waiting: readonly Notification[];
  /** Delivered, each once, in one order: at least once means that any of them may come again. */
  readonly delivered: readonly Notification[];
}

export const noNotices: Notices = Object.freeze({
  waiting: Object.freeze([]),
  delivered: Object.freeze([]),
});

export function withNotice({ waiting, delivered }: Notices, notice: Notification): Notices {
  return Object.freeze({ waiting: Object.freeze([...waiting, Object.freeze(notice)]), delivered });
}

/** One of those that wait was delivered. */
export function afterDelivery({ waiting, delivered }: Notices, position: number): Notices {
  const texts = new Map([...delivered, waiting[position]!].map((notice) => [textOf(notice), notice]));
  const sorted = [...texts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, notice]) => notice);
  return Object.freeze({
    waiting: Object.freeze(waiting.toSpliced(position, 1)),
    delivered: Object.freeze(sorted),
  });
}

function textOf({ key, etag, size }: Notification): string {
  return JSON.stringify([key, etag, size]);
}

/** Exact. */
export function noticesText({ waiting, delivered }: Notices): string {
  return JSON.stringify([waiting.map(textOf), delivered.map(textOf)]);
}
