import { createHash } from "node:crypto";
import type { Found, History, KeyRecord } from "./state.js";
import type { Entry, StoreState } from "./store-state.js";
import { noNotices, noticesText } from "./notices.js";
import { uploadsText } from "./uploads.js";

/**
 * The exact text of a key and its record: equal texts if and only if nobody can ever tell the two apart. Bodies by digest.
 */
export function entryText(key: string, record: KeyRecord): string {
  return JSON.stringify([
    key,
    foundText(record.current),
    record.readable.map(foundText),
    record.listable.map(foundText),
    record.probed,
    ...(record.writes === undefined ? [] : [record.writes]),
    ...(record.nodes === undefined ? [] : [record.nodes.map((view) => view.map(foundText))]),
    ...(record.replica === undefined ? [] : [{ replica: record.replica.map(foundText) }]),
    ...(record.history === undefined ? [] : [historyText(record.history)]),
  ]);
}

function historyText({ made, versions }: History): unknown {
  return {
    made,
    versions: versions.map(({ id, found, modified }) => [
      id,
      foundText(found),
      ...(modified === undefined ? [] : [modified]),
    ]),
  };
}

/** 0: nothing. The ETag stands there only where it is not the MD5 of the bytes. */
function foundText(found: Found): unknown {
  if (found === null) return 0;
  const { body, etag, metadata, modified, id } = found;
  const names = Object.keys(metadata);
  const dated = [...(modified === undefined ? [] : [modified]), ...(id === undefined ? [] : [{ id }])];
  if (etag === body.md5 && names.length === 0 && dated.length === 0) return body.digest;
  return [body.digest, etag, ...dated, ...names.map((name) => [name, metadata[name]])];
}

/** What keeps its code: looking it up by its content costs more. */
interface Coded {
  code: string;
  encodedBy: object | undefined;
}

/** Stand before the codes of uploads and before notifications; no code has them. */
const uploadsMark = "|";
const noticesMark = "#";

/** Stands for a key of which nothing is known. */
export const noCode = "/";

/**
 * Turns states into strings, exactly. A search keeps one for each of millions of states, so each key with its record
 * becomes a code of ten characters, the beginning of the digest of its text; which text has which code is remembered, and
 * a text that would take another's code gets a longer one. Only strings of one encoder compare exactly.
 */
export class StateEncoder {
  readonly #length: number;
  readonly #codeOf = new Map<string, string>();
  readonly #textOf = new Map<string, string>();

  /** `length`: characters of a code where no two texts share it; ten are 60 bits. */
  constructor(length = 10) {
    this.#length = length;
  }

  encode(state: StoreState): string {
    let text = "";
    for (const cursor = state.objects.cursor(); cursor.entry !== undefined; cursor.next()) {
      text += this.codeOf(cursor.entry);
    }
    if (state.uploads.size > 0) {
      text += uploadsMark;
      for (const entry of state.uploads) {
        text +=
          entry.encodedBy === this ? entry.code : this.#give(entry, uploadsText(entry.key, entry.uploads));
      }
    }
    return state.notices === noNotices ? text : `${text}${noticesMark}${noticesText(state.notices)}`;
  }

  /** The code of a key with its record: no two have the same, and none has {@link noCode} in it. */
  codeOf(entry: Entry): string {
    return entry.encodedBy === this ? entry.code : this.#give(entry, entryText(entry.key, entry.record));
  }

  #give(entry: Coded, text: string): string {
    entry.code = this.#code(text);
    entry.encodedBy = this;
    return entry.code;
  }

  #code(text: string): string {
    const known = this.#codeOf.get(text);
    if (known !== undefined) return known;
    const digest = createHash("sha256").update(text).digest("base64url");
    const short = digest.slice(0, this.#length);
    let code = short;
    // Longer codes end with a mark, so that a string of codes can be cut into its codes in one way only.
    for (let more = 1; this.#textOf.has(code); more++) {
      code = short + "~".repeat(more);
    }
    this.#codeOf.set(text, code);
    this.#textOf.set(code, text);
    return code;
  }
}
