/** A bucket as files: each object under a path that every file system takes, and a table of which object is where. */
import { createHash } from "node:crypto";
import type { Version } from "../store/state.js";

/** Where the objects are, in the folder; the table stands beside it. */
const objectsFolder = "bucket";
const tableFile = "bucket.json";

/** Names that Windows keeps for devices, with any ending. */
const devices = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/iu;

/** Most file systems take 255 bytes. */
const longest = 200;

/**
 * One component of a key as a name of a file: what is not plain is percent-encoded, byte by byte. `%` alone is the empty
 * name; a name ends in `%` where it stands for an object and is also a folder.
 */
function fileName(component: string): string {
  const encoded = [...Buffer.from(component, "utf8")]
    .map((byte) => {
      const char = String.fromCharCode(byte);
      return /[\w.=+@,-]/u.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
    })
    .join("");
  // "." and "..", and endings that Windows drops.
  const dots = encoded.replace(/\.$/u, "%2E");
  const name = devices.test(dots)
    ? `%${dots.charCodeAt(0).toString(16).toUpperCase()}${dots.slice(1)}`
    : dots;
  if (name.length <= longest) return name === "" ? "%" : name;
  const digest = createHash("sha256").update(component).digest("hex").slice(0, 16);
  return `${name.slice(0, longest - 20).replace(/%.?$/u, "")}%~${digest}`;
}

/** The path of each key, all different, also where upper and lower case are one. */
export function bucketPaths(keys: readonly string[]): ReadonlyMap<string, string> {
  const encoded = keys.map((key) => key.split("/").map(fileName).join("/"));
  const folders = new Set<string>();
  for (const path of encoded) {
    for (let at = path.indexOf("/"); at >= 0; at = path.indexOf("/", at + 1))
      folders.add(path.slice(0, at).toLowerCase());
  }
  const taken = new Set<string>();
  const paths = new Map<string, string>();
  keys.forEach((key, index) => {
    let path = encoded[index]!;
    if (folders.has(path.toLowerCase())) path += "%";
    while (taken.has(path.toLowerCase())) {
      path = `${path}%~${createHash("sha256").update(key).digest("hex").slice(0, 16)}`;
    }
    taken.add(path.toLowerCase());
    paths.set(key, `${objectsFolder}/${path}`);
  });
  return paths;
}

/** All files of a bucket, by their paths; the bytes are the objects' own. */
export function bucketFiles(
  contents: ReadonlyMap<string, Version>,
): ReadonlyMap<string, string | Uint8Array> {
  const paths = bucketPaths([...contents.keys()]);
  const files = new Map<string, string | Uint8Array>();
  const objects: unknown[] = [];
  for (const [key, { body, etag }] of contents) {
    const file = paths.get(key)!;
    files.set(file, body.view());
    objects.push({ key, file, size: body.length, etag, sha256: body.digest });
  }
  files.set(tableFile, `${JSON.stringify({ schema: "lakelitmus/bucket@1", objects }, null, 2)}\n`);
  return files;
}
