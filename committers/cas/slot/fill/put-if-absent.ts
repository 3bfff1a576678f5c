/**
 * PUT If-None-Match: * of the slot: what this protocol is, where a store has conditional writes.
 *
 * Source: Delta Lake `GCSLogStore` and delta-rs `DefaultLogStore` (create only), Lance `ConditionalPutCommitHandler`,
 * iceberg-rust and icebird for Iceberg's file-system tables.
 *
 * Race closed: of all that try to fill a slot one succeeds, ever, as long as the store looks at the condition and nobody
 * deletes the slot.
 */
import { putIfAbsent } from "../../../shared/publish/put-if-absent.js";
import { type Filler, readKey } from "./filler.js";

export const conditionalPut: Filler = {
  needs: ["create-if-absent"],
  fill: ({ key }, body, ctx) => putIfAbsent(key, body, ctx),
  read: ({ key }, ctx) => readKey(key, ctx),
};
