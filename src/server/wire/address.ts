/** Which bucket and key a request is about: by its path, or by the host's name. */
import { WireError } from "./s3-errors.js";

export interface Address {
  /** Undefined: the service itself. */
  readonly bucket: string | undefined;
  /** Undefined: the bucket itself. */
  readonly key: string | undefined;
}

/**
 * Path style: `/bucket/key`. Virtual-host style: `/key` at `bucket.domain`, for the domains that the server answers to.
 *
 * @param host the Host header.
 * @param domains lower case, without port: `localhost`.
 */
export function addressOf(host: string | undefined, path: string, domains: readonly string[]): Address {
  const inHost = bucketOfHost(host, domains);
  if (inHost !== undefined) return { bucket: inHost, key: path === "/" ? undefined : path.slice(1) };
  if (path === "/") return { bucket: undefined, key: undefined };
  const slash = path.indexOf("/", 1);
  if (slash < 0) return { bucket: path.slice(1), key: undefined };
  const key = path.slice(slash + 1);
  return { bucket: path.slice(1, slash), key: key === "" ? undefined : key };
}

function bucketOfHost(host: string | undefined, domains: readonly string[]): string | undefined {
  if (host === undefined) return undefined;
  const name = host.replace(/:\d*$/, "").toLowerCase();
  for (const domain of domains) {
    if (name.length > domain.length + 1 && name.endsWith(`.${domain}`)) {
      return name.slice(0, -domain.length - 1);
    }
  }
  return undefined;
}

/**
 * Refuses a name that no bucket may have.
 *
 * Source: S3 User Guide, "Bucket naming rules".
 * @throws WireError InvalidBucketName
 */
export function checkBucketName(name: string): void {
  const sound =
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
    !/\.\.|\.-|-\./.test(name) &&
    !/^\d+\.\d+\.\d+\.\d+$/.test(name) &&
    !/^xn--|^sthree-|-s3alias$|--ol-s3$/.test(name);
  if (!sound) throw new WireError("InvalidBucketName", undefined, { BucketName: name.slice(0, 255) });
}
