import type { LitmusTest } from "../../src/check/litmus.js";
import { api, everywhere } from "./sources.js";
import { list, put } from "./steps.js";

export const pagesWhileAKeyIsPut: LitmusTest = {
  name: "pages-while-a-key-is-put",
  about: [
    "A reader lists two keys, one a page, while a writer creates one between them.",
    "A listing of several pages is several requests: the new key may be in it or not, but what was there all the time is never missed.",
  ],
  start: [put("a", "A"), put("c", "C")],
  processes: { reader: [list("l", { maxKeys: 1 })], writer: [put("b", "B")] },
  outcomes: [
    { name: "with or without it", sees: { l: ["a c", "a b c"] }, allowed: everywhere(api.pages) },
    { name: "an old key is missed", sees: { l: ["a", "c", "a b", "b c"] }, forbidden: everywhere(api.pages) },
  ],
};
