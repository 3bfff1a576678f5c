import { describe, expect, it } from "vitest";
import { Body } from "../../src/store/body.js";

describe("Body", () => {
  it.each([
    ["a Uint8Array", () => new Uint8Array([1, 2, 3])],
    ["a Buffer", () => Buffer.from([1, 2, 3])],
  ])("keeps what %s held when it was made, and hands out copies", (_, make) => {
    const given = make();
    const body = Body.of(given);
    given[0] = 9;
    expect([...body.bytes()]).toEqual([1, 2, 3]);
    body.bytes().fill(7);
    body.bytes(1, 1).fill(7);
    expect([...body.bytes()]).toEqual([1, 2, 3]);
    expect([...body.bytes(1)]).toEqual([2, 3]);
    expect([...body.bytes(1, 1)]).toEqual([2]);
  });

  it("is known by its digests", () => {
    expect(Body.text("abc").md5).toBe("900150983cd24fb0d6963f7d28e17f72");
    expect(Body.text("abc").digest).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    expect(Body.empty.length).toBe(0);
  });
});
