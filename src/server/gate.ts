/** Where requests wait until somebody lets them go on. */
import type { StoreRequest } from "../store/requests.js";
import type { Chooser } from "./bucket/choosers.js";
import type { ServedBucket } from "./bucket/served-bucket.js";

/** A request that waits. */
export interface Held {
  readonly id: number;
  readonly client: string;
  readonly bucket: ServedBucket;
  readonly request: StoreRequest;
  /** Has another request collided with it by now? */
  conflicted(): boolean;
  /** Who picks its outcome, if nobody else does. */
  readonly usual: Chooser;
}

export interface Gate {
  /** Resolves when the request may go on, with who picks its outcome. Rejects where it must not. */
  pass(held: Held): Promise<Chooser>;
}
