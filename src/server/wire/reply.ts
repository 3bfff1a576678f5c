/** An answer before it is written to the socket. */
import { type ErrorFields, WireError } from "./s3-errors.js";
import { element, plainDocument } from "./xml-write.js";

export type Headers = Readonly<Record<string, string | number>>;

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  /** Left out: none. A HEAD has none either, but says its length in its headers. */
  readonly body?: string | Uint8Array;
}

export function xmlReply(body: string, headers: Headers = {}, status = 200): Reply {
  return { status, headers: { "Content-Type": "application/xml", ...headers }, body };
}

export function emptyReply(status: number, headers: Headers = {}): Reply {
  return { status, headers };
}

/** What an error's XML names beside the error itself. */
export interface ErrorContext {
  /** `/bucket/key` */
  readonly resource: string;
  readonly requestId: string;
  readonly hostId: string;
}

export function errorXml(
  code: string,
  message: string,
  fields: ErrorFields,
  { resource, requestId, hostId }: ErrorContext,
): string {
  return plainDocument(
    "Error",
    element("Code", code),
    element("Message", message),
    ...Object.entries(fields).map(([name, value]) => element(name, value)),
    element("Resource", resource),
    element("RequestId", requestId),
    element("HostId", hostId),
  );
}

export function errorReply(error: WireError, context: ErrorContext): Reply {
  const { code, message, status, fields, headers } = error;
  return {
    status,
    headers: { "Content-Type": "application/xml", ...headers },
    body: errorXml(code, message, fields, context),
  };
}
