import type { S3ErrorCode } from "../object-store.js";
import type { StoreFailure, StoreSuccess, StoreValue } from "../requests.js";

/** A frozen answer; `value` is frozen too, what it holds must be already. */
export function success<V extends StoreValue>(value: V): StoreSuccess<V> {
  return Object.freeze({ ok: true, value: Object.freeze(value) });
}

/** A frozen error answer about `key`. */
export function failure(code: S3ErrorCode, message: string, key?: string): StoreFailure {
  return Object.freeze(key === undefined ? { ok: false, code, message } : { ok: false, code, message, key });
}
