import { keysOf, type StoreRequest } from "../../store/requests.js";

/** The keys whose records, or whose uploads, the request may change, each once. */
export function touchedKeys(request: StoreRequest): readonly string[] {
  return [...new Set(keysOf(request))];
}
