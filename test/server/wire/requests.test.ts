/** What a request's head says: target, address, range, conditions, dates; and XML in and out. */
import { describe, expect, it } from "vitest";
import { addressOf, checkBucketName } from "../../../src/server/wire/address.js";
import { judgeRead, readConditions } from "../../../src/server/wire/conditions.js";
import { parseHttpDate } from "../../../src/server/wire/http-date.js";
import { parseRange, resolveRange } from "../../../src/server/wire/range.js";
import { encodePath, encodeStrictly, parseTarget } from "../../../src/server/wire/target.js";
import { childrenOf, readXml, textOf } from "../../../src/server/wire/xml-read.js";
import { element } from "../../../src/server/wire/xml-write.js";

describe("a target", () => {
  it("is decoded once, its slashes and dots kept", () => {
    const { path, query } = parseTarget("/b/a%20b//../%2525+c?list-type=2&prefix=a+b%2B&uploads");
    expect(path).toBe("/b/a b//../%25+c");
    expect(query.get("prefix")).toBe("a b+");
    expect([query.get("uploads"), query.get("none")]).toEqual(["", undefined]);
    expect(parseTarget("http://host:1/b/k?x=1").path).toBe("/b/k");
    expect(parseTarget("?x=1").path).toBe("/");
  });

  it.each(["/%zz", "/%e4", "/%ff%fe", "/a?b=%"])("is refused where it is no UTF-8: %s", (url) => {
    expect(() => parseTarget(url)).toThrow(expect.objectContaining({ code: "InvalidURI" }));
  });

  it("is encoded as signatures want it", () => {
    expect(encodeStrictly("a b/é!'()*~-._")).toBe("a%20b%2F%C3%A9%21%27%28%29%2A~-._");
    expect(encodePath("/b/a b/ü+")).toBe("/b/a%20b/%C3%BC%2B");
  });
});

describe("an address", () => {
  const at = (host: string, path: string) => addressOf(host, path, ["localhost", "s3.example.com"]);

  it("is in the path, or in the host", () => {
    expect(at("127.0.0.1:80", "/")).toEqual({ bucket: undefined, key: undefined });
    expect(at("localhost:80", "/b")).toEqual({ bucket: "b", key: undefined });
    expect(at("localhost:80", "/b/")).toEqual({ bucket: "b", key: undefined });
    expect(at("localhost:80", "/b//k/")).toEqual({ bucket: "b", key: "/k/" });
    expect(at("B.localhost:80", "/k/x")).toEqual({ bucket: "b", key: "k/x" });
    expect(at("a.b.s3.example.com", "/")).toEqual({ bucket: "a.b", key: undefined });
  });

  it.each(["ab", "A-b", "a..b", "a.-b", "192.168.5.4", "xn--a", "a-s3alias", "-ab", "a_b", "a".repeat(64)])(
    "has no bucket named %s",
    (name) => {
      expect(() => checkBucketName(name)).toThrow(expect.objectContaining({ code: "InvalidBucketName" }));
    },
  );
});

describe("a range", () => {
  const bytes = (header: string, size: number) => {
    const asked = parseRange(header);
    return asked === undefined ? "all" : Object.values(resolveRange(asked, size)).join("-");
  };

  it.each([
    ["bytes=0-9", "0-9"],
    ["bytes=5-", "5-99"],
    ["bytes=-5", "95-99"],
    ["bytes=-500", "0-99"],
    ["bytes=90-500", "90-99"],
    ["bytes=5-2", "all"],
    ["bytes=0-1,3-4", "all"],
    ["bytes=-", "all"],
    ["lines=1-2", "all"],
    ["bytes=a-b", "all"],
  ])("%s means %s of 100 bytes", (header, meant) => {
    expect(bytes(header, 100)).toBe(meant);
  });

  it.each([
    ["bytes=100-", 100],
    ["bytes=100-200", 100],
    ["bytes=-0", 100],
    ["bytes=0-", 0],
    ["bytes=-1", 0],
  ])("%s cannot be had of %d bytes", (header, size) => {
    expect(() => bytes(header, size)).toThrow(expect.objectContaining({ code: "InvalidRange" }));
  });
});

describe("conditions of reads", () => {
  const modified = Date.parse("2020-01-02T00:00:00.500Z");
  const now = Date.parse("2020-06-01T00:00:00Z");
  const before = "Wed, 01 Jan 2020 00:00:00 GMT";
  const same = "Thu, 02 Jan 2020 00:00:00 GMT";
  const future = "Wed, 01 Jan 2025 00:00:00 GMT";
  const judged = (headers: Readonly<Record<string, string>>) => {
    const verdict = judgeRead(
      readConditions((name) => headers[name], "", now),
      { etag: "e", modified },
    );
    return verdict.kind === "holds" ? "holds" : `${verdict.kind} ${verdict.condition}`;
  };

  it.each<readonly [Readonly<Record<string, string>>, string]>([
    [{}, "holds"],
    [{ "if-match": '"e"' }, "holds"],
    [{ "if-match": "e" }, "holds"],
    [{ "if-match": "*" }, "holds"],
    [{ "if-match": '"a", "e"' }, "holds"],
    [{ "if-match": '"a"' }, "failed If-Match"],
    [{ "if-match": '"e"', "if-unmodified-since": before }, "holds"],
    [{ "if-unmodified-since": before }, "failed If-Unmodified-Since"],
    [{ "if-unmodified-since": same }, "holds"],
    [{ "if-unmodified-since": future }, "holds"],
    [{ "if-none-match": '"e"' }, "unchanged If-None-Match"],
    [{ "if-none-match": '"a"' }, "holds"],
    [{ "if-none-match": '"a"', "if-modified-since": same }, "holds"],
    [{ "if-modified-since": same }, "unchanged If-Modified-Since"],
    [{ "if-modified-since": before }, "holds"],
    [{ "if-modified-since": future }, "holds"],
    [{ "if-match": '"a"', "if-none-match": '"e"' }, "failed If-Match"],
    [{ "if-modified-since": "yesterday" }, "holds"],
  ])("%j: %s", (headers, verdict) => {
    expect(judged(headers)).toBe(verdict);
  });

  it("take the dates of HTTP", () => {
    expect(parseHttpDate("Sunday, 06-Nov-94 08:49:37 GMT")).toBe(Date.parse("1994-11-06T08:49:37Z"));
    expect(parseHttpDate("5")).toBeUndefined();
  });
});

describe("XML", () => {
  it("is read without prefixes, with entities and CDATA", () => {
    const root = readXml(
      Buffer.from(
        '<?xml version="1.0"?><s:Delete xmlns:s="u"><s:Object><s:Key>a&amp;<![CDATA[<b>]]>&#x1F600;</s:Key></s:Object></s:Delete>',
      ),
      "Delete",
    );
    expect(textOf(childrenOf(root, "Object")[0]!, "Key")).toBe("a&<b>😀");
  });

  it.each([
    ["nothing", ""],
    ["no XML", "hello"],
    ["an open tag", "<Delete><Object></Delete>"],
    ["another document", "<Tagging/>"],
    ["a document type", '<!DOCTYPE d [<!ENTITY a "b">]><Delete>&a;</Delete>'],
    ["an unknown entity", "<Delete>&a;</Delete>"],
    ["too many levels", `${"<Delete>".repeat(9)}${"</Delete>".repeat(9)}`],
    ["two roots", "<Delete/><Delete/>"],
    ["no UTF-8", "<Delete>\xff</Delete>"],
  ])("is refused where it is %s", (_what, text) => {
    expect(() => readXml(Buffer.from(text, "latin1"), "Delete")).toThrow(
      expect.objectContaining({ code: "MalformedXML" }),
    );
  });

  it("is written with every sign that may be in a key", () => {
    expect(element("Key", 'a<b>&"\u0001\r\n')).toBe("<Key>a&lt;b&gt;&amp;&quot;&#x1;&#xd;\n</Key>");
  });
});
