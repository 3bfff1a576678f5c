/** Who may use the server, and the keys that signatures are made with. */
import { createHmac, timingSafeEqual } from "node:crypto";

/** A date, region and service that a key signs for. */
export interface Scope {
  /** `20151021` */
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

export function scopeText({ date, region, service }: Scope): string {
  return `${date}/${region}/${service}/aws4_request`;
}

/** Derived keys are remembered: a client signs a whole day with one. */
const mostDerived = 1000;

/** Secret keys by access key. */
export class Keys {
  readonly #secrets: ReadonlyMap<string, string>;
  readonly #derived = new Map<string, Buffer>();

  constructor(secrets: ReadonlyMap<string, string>) {
    this.#secrets = secrets;
  }

  /** What a client calls itself: what follows its access key and a dot. Any name will do; the secret is the same. */
  clientOf(accessKey: string | undefined): string {
    if (accessKey === undefined) return "anonymous";
    const known = this.#knownIn(accessKey);
    return known === undefined ? "" : accessKey.slice(known.length + 1);
  }

  #secretOf(accessKey: string): string | undefined {
    const known = this.#knownIn(accessKey);
    return known === undefined ? undefined : this.#secrets.get(known);
  }

  /** The access key that this is, or that it begins with. */
  #knownIn(accessKey: string): string | undefined {
    if (this.#secrets.has(accessKey)) return accessKey;
    for (let dot = accessKey.indexOf("."); dot >= 0; dot = accessKey.indexOf(".", dot + 1)) {
      const before = accessKey.slice(0, dot);
      if (this.#secrets.has(before)) return before;
    }
    return undefined;
  }

  /** The signing key; undefined for an access key that there is not. */
  signingKey(accessKey: string, scope: Scope): Buffer | undefined {
    const secret = this.#secretOf(accessKey);
    if (secret === undefined) return undefined;
    const name = `${accessKey}/${scopeText(scope)}`;
    const known = this.#derived.get(name);
    if (known !== undefined) return known;
    const derived = [scope.date, scope.region, scope.service, "aws4_request"].reduce(
      (key: string | Buffer, part) => hmac(key, part),
      `AWS4${secret}`,
    ) as Buffer;
    if (this.#derived.size === mostDerived) this.#derived.clear();
    this.#derived.set(name, derived);
    return derived;
  }
}

export function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

export function hmacHex(key: Buffer, text: string): string {
  return createHmac("sha256", key).update(text).digest("hex");
}

/** In a time that does not tell how much of it is right. */
export function same(expected: string, given: string): boolean {
  const a = Buffer.from(expected);
  const b = Buffer.from(given);
  return a.length === b.length && timingSafeEqual(a, b);
}
