/** The key-value table's requests and answers as plain data: what `requests.ts` is for the object store. */
import {
  type Attributes,
  type DeleteItemRequest,
  type Item,
  type ItemKey,
  KeyValueError,
  type KeyValueErrorCode,
  type KeyValueTable,
  type PutItemRequest,
  type QueryRequest,
} from "./key-value-table.js";

/** `by`: the process that asks, where a lease may depend on it. */
export type TableRequest =
  | ({ readonly op: "get" } & ItemKey)
  | ({ readonly op: "put"; readonly by?: string } & PutItemRequest)
  | ({ readonly op: "delete"; readonly by?: string } & DeleteItemRequest)
  | ({ readonly op: "query" } & QueryRequest);

export type TableWrite = Extract<TableRequest, { readonly op: "put" | "delete" }>;

export type TableAnswer =
  | { readonly ok: true; readonly items: readonly Item[] }
  | { readonly ok: false; readonly code: KeyValueErrorCode; readonly message: string };

/**
 * The table as a committer sees it, over `call`. What `call` itself throws goes through.
 *
 * @param process the process whose table it is: a lease that it takes is its own.
 */
export function tableFacade(
  call: (request: TableRequest) => Promise<TableAnswer>,
  process?: string,
): KeyValueTable {
  const ask = async (request: TableRequest): Promise<readonly Item[]> => {
    const answer = await call(request);
    if (!answer.ok) throw new KeyValueError(answer.code, answer.message);
    return answer.items;
  };
  const own = process === undefined ? {} : { by: process };
  return Object.freeze({
    get: async ({ hash, range }: ItemKey) => (await ask({ op: "get", hash, range }))[0],
    put: async (given: PutItemRequest) => {
      await ask({ op: "put", ...given, ...(given.lease === undefined ? {} : own) });
    },
    delete: async (given: DeleteItemRequest) => {
      await ask({ op: "delete", ...given, ...own });
    },
    query: (given: QueryRequest) => ask({ op: "query", ...given }),
  });
}

/** May the request change the table? */
export function isTableWrite(request: TableRequest): request is TableWrite {
  return request.op === "put" || request.op === "delete";
}

/** Does a condition decide whether it writes? */
export function isConditionalInTable(request: TableRequest): boolean {
  if (!isTableWrite(request)) return false;
  const { ifAbsent, ifEquals, ifLapsed } = request;
  return ifAbsent !== undefined || ifEquals !== undefined || ifLapsed !== undefined;
}

/** A request as a trace shows it: `PutItem t/ lock (owner=w1) lease=60000 if-absent`. */
export function describeTableRequest(request: TableRequest): string {
  if (request.op === "query") {
    const { hash, rangePrefix, reverse, limit } = request;
    const words = [rangePrefix && `prefix=${rangePrefix}`, reverse && "reverse", limit && `limit=${limit}`];
    return ["Query", hash, ...words].filter((word) => word !== undefined).join(" ");
  }
  const subject = `${request.hash} ${request.range}`;
  if (request.op === "get") return `GetItem ${subject}`;
  const { ifAbsent, ifEquals, ifLapsed } = request;
  const words = [
    request.op === "put" ? `(${attributesText(request.attributes)})` : undefined,
    request.op === "put" && request.lease !== undefined ? `lease=${request.lease}` : undefined,
    ifAbsent && "if-absent",
    ifEquals && `if(${attributesText(ifEquals)})`,
    ifLapsed && "if-lapsed",
  ];
  const name = request.op === "put" ? "PutItem" : "DeleteItem";
  return [name, subject, ...words].filter((word) => word !== undefined).join(" ");
}

/** An answer as a trace shows it. */
export function describeTableAnswer(request: TableRequest, answer: TableAnswer): string {
  if (!answer.ok) return answer.code === "TimeoutError" ? "no answer (TimeoutError)" : `400 ${answer.code}`;
  if (isTableWrite(request)) return "200";
  const found = answer.items.map(({ range, attributes }) => `${range} (${attributesText(attributes)})`);
  if (request.op === "query")
    return `${found.length} ${found.length === 1 ? "item" : "items"}: ${found.join(", ")}`;
  return found[0] ?? "no item";
}

function attributesText(attributes: Attributes): string {
  return Object.entries(attributes)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(" ");
}
