/** The conformance cases, through the AWS SDK for JavaScript, on dialect aws. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { S3Client } from "@aws-sdk/client-s3";
import type { Served } from "../../../src/server/serve.js";
import { clientOf, serveStore } from "../support.js";
import { chapters } from "./all.js";
import { runCase } from "./run.js";

let served: Served;
let client: S3Client;

beforeAll(async () => {
  served = await serveStore("strong");
  client = clientOf(served.url);
});

afterAll(async () => {
  client.destroy();
  await served.close();
});

describe.each(Object.entries(chapters))("%s", (chapter, cases) => {
  it.each(cases.map((one, at) => [one.name, one, at] as const))("%s", async (_name, one, at) => {
    await runCase(client, `${chapter.slice(0, 4)}-${at}`, one);
  });
});

it("are at least 120, each with its source and a name of its own", () => {
  const all = Object.values(chapters).flat();
  expect(all.length).toBeGreaterThanOrEqual(120);
  expect(all.filter(({ source }) => source === "")).toEqual([]);
  for (const cases of Object.values(chapters)) {
    expect(new Set(cases.map(({ name, source }) => name + source)).size).toBe(cases.length);
  }
});
