/** Types of raw-client.mjs. */
export function target(path: string, query?: Readonly<Record<string, string | number>>): string;
export function signedHead(request: {
  readonly method: string;
  readonly url: string;
  readonly host: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly payload?: string;
}): string;
