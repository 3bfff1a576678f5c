/** Buckets with versioning: what stays of a key, what comes back, and what is told of it. */
import { describe, expect, it } from "vitest";
import { uploadId } from "../../src/store/uploads.js";
import { Body } from "../../src/store/body.js";
import type { ListObjectVersionsResult } from "../../src/store/object-store.js";
import type { StoreRequest } from "../../src/store/requests.js";
import type { StoreState } from "../../src/store/simulated-store.js";
import { after, outcomes, put, said, storeNamed, wellBehaved } from "./helpers.js";

const store = storeNamed("s3-versioned", { faults: [] });
const del = (key: string, versionId?: string): StoreRequest => ({
  op: "delete",
  key,
  ...(versionId === undefined ? {} : { versionId }),
});
const get = (key: string, versionId?: string): StoreRequest => ({
  op: "get",
  key,
  ...(versionId === undefined ? {} : { versionId }),
});
const told = (state: StoreState, request: StoreRequest, of = store): string =>
  said(outcomes(of, state, request, wellBehaved)[0]!.answer);
const page = (state: StoreState, more: object = {}, of = store): ListObjectVersionsResult => {
  const [outcome] = outcomes(of, state, { op: "listObjectVersions", ...more });
  return (outcome!.answer as { value: ListObjectVersionsResult }).value;
};
const listed = (state: StoreState, more: object = {}) =>
  page(state, more).versions.map(({ key, versionId, isLatest, object }) => {
    return `${key} ${versionId}${isLatest ? "*" : ""}${object === undefined ? " deleted" : ` ${object.size}`}`;
  });

const history = [put("k", "1"), put("k", "22"), del("k"), del("k"), put("k", "333")];
const state = after(store, history);

describe("a bucket with versioning", () => {
  it("keeps each write and each DELETE, of nothing too, newest first", () => {
    expect(listed(state)).toEqual(["k v5* 3", "k v4 deleted", "k v3 deleted", "k v2 2", "k v1 1"]);
    expect(["v1", "v2", "v3", "v5", "v6"].map((id) => told(state, get("k", id)))).toEqual([
      "1",
      "22",
      "MethodNotAllowed",
      "333",
      "NoSuchVersion",
    ]);
  });

  it("tells the version of what it writes and reads", () => {
    const [written] = outcomes(store, state, put("k", "4"), wellBehaved);
    expect(written!.answer).toMatchObject({ value: { versionId: "v6" } });
    const [read] = outcomes(store, state, { op: "head", key: "k" }, wellBehaved);
    expect(read!.answer).toMatchObject({ value: { size: 3, versionId: "v5" } });
    const copied = outcomes(store, state, { op: "copy", source: "k", key: "c" }, wellBehaved)[0]!;
    expect(copied.answer).toMatchObject({ value: { versionId: "v1" } });
  });

  it("deletes a version for good: what is beneath the current one becomes current", () => {
    const [top] = outcomes(store, state, del("k", "v5"), wellBehaved);
    expect(top!.effects).toEqual([{ key: "k", kind: "delete" }]);
    expect(told(top!.next, get("k"))).toBe("NoSuchKey");
    const twice = after(store, [del("k", "v4"), del("k", "v3")], top!.next);
    expect(told(twice, get("k"))).toBe("22");
    const back = outcomes(store, after(store, [del("k", "v4")], top!.next), del("k", "v3"), wellBehaved)[0]!;
    expect(back.effects).toEqual([{ key: "k", kind: "write" }]);
    const [inner] = outcomes(store, state, del("k", "v2"), wellBehaved);
    expect(inner!.effects).toEqual([]);
    expect(told(inner!.next, get("k", "v2"))).toBe("NoSuchVersion");
    expect(told(state, del("k", "v9"))).toBe("deleted");
  });

  it("never gives an id twice", () => {
    const cleared = after(
      store,
      ["v5", "v4", "v3", "v2", "v1"].map((id) => del("k", id)),
      state,
    );
    expect(listed(cleared)).toEqual([]);
    expect(listed(after(store, [put("k", "x")], cleared))).toEqual(["k v6* 1"]);
    expect(store.encode(cleared)).not.toBe(store.encode(store.initial));
  });

  it("takes a delete marker for no object: If-None-Match passes, If-Match is told 404", () => {
    const gone = after(store, [del("k")], state);
    expect(told(gone, put("k", "x", { ifNoneMatch: "*" }))).toBe("written");
    expect(told(gone, put("k", "x", { ifMatch: "e" }))).toBe("NoSuchKey");
    expect(told(gone, { op: "list" })).toBe("");
  });

  it("forgets conditions where the store does, once there are versions", () => {
    const cos = storeNamed("cos-versioned", { faults: [] });
    const there = after(cos, [put("k", "1")]);
    expect(told(there, put("k", "22", { ifNoneMatch: "*" }), cos)).toBe("written");
    expect(told(there, del("k"), cos)).toBe("deleted");
  });

  it("lists page by page, in the order of the keys", () => {
    const more = after(store, [put("j", "1"), put("l", "1")], state);
    const first = page(more, { maxKeys: 3 });
    expect(first).toMatchObject({ isTruncated: true, nextKeyMarker: "k", nextVersionIdMarker: "v4" });
    const markers = { keyMarker: "k", versionIdMarker: "v4" };
    expect([...listed(more, { maxKeys: 3 }), ...listed(more, markers)]).toEqual(listed(more));
    expect(listed(more, { keyMarker: "k" })).toEqual(["l v1* 1"]);
    expect(listed(more, { prefix: "j" })).toEqual(["j v1* 1"]);
    expect(told(more, { op: "listObjectVersions", maxKeys: 0 })).toBe("InvalidArgument");
  });

  it("goes on behind a marker that has been deleted: deleting page by page empties the bucket", () => {
    let left = after(store, [put("j", "1"), put("l", "1")], state);
    for (let markers = {}, more = true; more;) {
      const { versions, isTruncated, nextKeyMarker, nextVersionIdMarker } = page(left, {
        maxKeys: 2,
        ...markers,
      });
      left = after(
        store,
        versions.map(({ key, versionId }) => del(key, versionId)),
        left,
      );
      markers = { keyMarker: nextKeyMarker, versionIdMarker: nextVersionIdMarker };
      more = isTruncated;
    }
    expect(listed(left)).toEqual([]);
  });

  it("answers a repeated Complete with the version that the first one made", () => {
    const uploaded = { key: "k", uploadId: uploadId("k", 1) };
    const body = Body.text("part");
    const complete: StoreRequest = {
      op: "completeMultipartUpload",
      ...uploaded,
      parts: [{ partNumber: 1, etag: body.md5 }],
    };
    const begun = after(store, [
      { op: "createMultipartUpload", key: "k" },
      { op: "uploadPart", ...uploaded, partNumber: 1, body },
    ]);
    const [first] = outcomes(store, begun, complete, wellBehaved);
    expect(first!.answer).toMatchObject({ value: { versionId: "v1" } });
    const [again] = outcomes(store, after(store, [put("k", "later")], first!.next), complete, wellBehaved);
    expect(again!.answer).toEqual(first!.answer);
  });

  it("has what a Complete makes below what took precedence", () => {
    const id = uploadId("k", 1);
    const body = Body.text("part");
    const begun = after(store, [
      { op: "createMultipartUpload", key: "k" },
      { op: "uploadPart", key: "k", uploadId: id, partNumber: 1, body },
      put("k", "1"),
    ]);
    const found = outcomes(store, begun, {
      op: "completeMultipartUpload",
      key: "k",
      uploadId: id,
      parts: [{ partNumber: 1, etag: body.md5 }],
    });
    expect(found.map(({ next }) => listed(next))).toEqual([
      ["k v2* 4", "k v1 1"],
      ["k v1* 1", "k v2 4"],
    ]);
  });
});

describe("a bucket without versioning", () => {
  const plain = storeNamed("strong", { faults: [] });
  const there = after(plain, [put("k", "1")]);

  it("has one version of each object, which is null", () => {
    expect(page(there, {}, plain).versions).toEqual([
      { key: "k", versionId: "null", isLatest: true, object: { etag: Body.text("1").md5, size: 1 } },
    ]);
    expect(told(there, get("k", "null"), plain)).toBe("1");
    expect(told(there, get("x", "null"), plain)).toBe("NoSuchKey");
    expect(told(there, get("k", "v1"), plain)).toBe("InvalidArgument");
    expect(told(there, del("k", "v1"), plain)).toBe("InvalidArgument");
    const [gone] = outcomes(plain, there, del("k", "null"), wellBehaved);
    expect(plain.diff(there, gone!.next)).toEqual(["- k"]);
    expect(outcomes(plain, there, put("k", "2"), wellBehaved)[0]!.answer).not.toHaveProperty(
      "value.versionId",
    );
  });
});
