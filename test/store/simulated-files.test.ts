/** The cluster's file system as a service: what may come between it and its callers. */
import { describe, expect, it } from "vitest";
import { Body } from "../../src/store/body.js";
import type { FileRequest } from "../../src/store/file-requests.js";
import { emptyTree, type FileTree, filesIn } from "../../src/store/file-tree.js";
import { SimulatedFiles } from "../../src/store/simulated-files.js";

const files = new SimulatedFiles();
const create: FileRequest = { op: "create", path: "a/f", body: Body.text("1") };
const [created] = files.outcomes(emptyTree, create, { conflicted: false }, { anomalies: 0, faults: 0 });

function told(state: FileTree, request: FileRequest): readonly string[] {
  const limits = { anomalies: 0, faults: 1 };
  return files
    .outcomes(state, request, { conflicted: false }, limits)
    .map(({ answer, next, label = "", zombie }) => {
      const now = [...filesIn(next).keys()].join(" ");
      const what = answer.ok ? "ok" : answer.problem;
      return `${what} [${now}]${zombie === undefined ? "" : " flying"} ${label}`.trim();
    });
}

describe("a call", () => {
  it("that writes may be lost, or its reply, or come late; a client's own retry is answered as the first try was", () => {
    expect(told(emptyTree, create)).toEqual([
      "ok [a/f]",
      "Timeout [] CREATE hdfs:/a/f (1 byte): the request is lost",
      "Timeout [a/f] CREATE hdfs:/a/f (1 byte): the reply is lost",
      "Timeout [] flying CREATE hdfs:/a/f (1 byte): the request is late",
    ]);
  });

  it("that reads may be lost", () => {
    expect(told(created!.next, { op: "status", path: "a/f" })).toEqual([
      "ok [a/f]",
      "Timeout [a/f] STATUS hdfs:/a/f: the request is lost",
    ]);
  });

  it("that comes late meets what is there by then", () => {
    const [late] = files.deliver(created!.next, { op: "rename", source: "a/f", destination: "a/g" });
    expect([...filesIn(late!.next).keys()]).toEqual(["a/g"]);
    const [refused] = files.deliver(late!.next, { op: "rename", source: "a/f", destination: "a/h" });
    expect(refused!.next).toBe(late!.next);
  });
});
