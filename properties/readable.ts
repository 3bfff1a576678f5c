import type { Property } from "../src/check/property.js";

/** Every file that the table refers to exists, has its recorded length and ETag, and is, byte for byte, a part that somebody wrote. */
export const readable: Property<null> = {
  name: "readable",
  claim: "Every file that the table refers to exists and is, byte for byte, a part that somebody wrote.",
  anomaly: { plain: "dangling reference", formal: "dangling reference (no Adya name)" },
  initial: null,
  step: (state) => state,
  atEnd: (_, { table }, scene) => {
    if (!table.ok) return { message: `the table cannot be read: ${table.error}`, told: true };
    for (const { key, digest } of table.parts) {
      const content = scene.contents.of(digest);
      if (!content.readable) return { message: `${key} cannot be decoded: ${content.reason}`, told: true };
      if (content.writer === undefined) return { message: `${key} holds bytes that nobody wrote as a part` };
    }
    return undefined;
  },
};
