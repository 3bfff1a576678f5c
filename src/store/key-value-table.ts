/**
 * What a committer may know of a key-value table: DynamoDB as commit protocols use it, for commit entries, pointers and
 * locks. Linearizable: every read is consistent, and a condition is judged on what is true.
 *
 * Source: Amazon DynamoDB API reference (GetItem with ConsistentRead, PutItem and DeleteItem with a ConditionExpression,
 * Query). Leases: Apache Iceberg `DynamoDbLockManager`, AWS `amazon-dynamodb-lock-client` (a holder writes a new version
 * into its item again and again; who finds the same version after the lease's time takes it over).
 */

/** Attributes of an item, besides its key. */
export type Attributes = Readonly<Record<string, string | number | boolean>>;

export interface ItemKey {
  /** Partition key. */
  readonly hash: string;
  /** Sort key, by which {@link KeyValueTable.query} orders. */
  readonly range: string;
}

export interface Item extends ItemKey {
  readonly attributes: Attributes;
}

/**
 * When a write may happen; none given: always. Where there is no item, only `ifAbsent` lets it happen; where there is one,
 * the others do, if each that is given holds. So `ifAbsent` and `ifEquals` together are DynamoDB's
 * `attribute_not_exists(key) OR version = :v`.
 */
export interface WriteConditions {
  readonly ifAbsent?: true;
  /** Only if the item has these attributes, with these values. */
  readonly ifEquals?: Attributes;
  /**
   * Only if the item's lease has run out: its writer has not renewed it for that long. No clock is compared. On a real
   * table the caller waits for the lease's time, and then writes on condition that the item is still the same. That
   * proves nothing where the writer was only stalled.
   */
  readonly ifLapsed?: true;
}

export interface PutItemRequest extends ItemKey, WriteConditions {
  readonly attributes: Attributes;
  /**
   * Milliseconds. The item is a lease: once the writer has been told that it has it, it renews it until it overwrites or deletes the
   * item, or dies.
   */
  readonly lease?: number;
}

/** Whoever deletes an item, or tries to, does not renew it any more. */
export interface DeleteItemRequest extends ItemKey, WriteConditions {}

export interface QueryRequest {
  readonly hash: string;
  /** Only items whose sort key begins so. */
  readonly rangePrefix?: string;
  /** Greatest sort key first. */
  readonly reverse?: true;
  /** At most so many items. */
  readonly limit?: number;
}

/** Every call resolves with its result or rejects with a {@link KeyValueError}. */
export interface KeyValueTable {
  /** Undefined where there is no item. */
  get(request: ItemKey): Promise<Item | undefined>;
  /** Replaces the whole item. */
  put(request: PutItemRequest): Promise<void>;
  /** Succeeds also where there is no item, unless a condition was given. */
  delete(request: DeleteItemRequest): Promise<void>;
  /** In the order of the sort keys. */
  query(request: QueryRequest): Promise<readonly Item[]>;
}

/** DynamoDB's error codes, as far as these operations answer them; `TimeoutError` is the client's own. */
export type KeyValueErrorCode = "ConditionalCheckFailedException" | "InternalServerError" | "TimeoutError";

/** An error answer of the table. */
export class KeyValueError extends Error {
  override readonly name = "KeyValueError";
  readonly code: KeyValueErrorCode;

  constructor(code: KeyValueErrorCode, message: string) {
    super(message);
    this.code = code;
  }

  /** True where a writer cannot know whether its request was, or still will be, applied. */
  get mayHaveBeenApplied(): boolean {
    return this.code !== "ConditionalCheckFailedException";
  }
}

/** Is `error` the table's answer `code` (or one of them)? */
export function isKeyValueError(
  error: unknown,
  ...codes: readonly KeyValueErrorCode[]
): error is KeyValueError {
  return error instanceof KeyValueError && (codes.length === 0 || codes.includes(error.code));
}
