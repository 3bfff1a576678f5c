import type { LitmusTest } from "../../src/check/litmus.js";
import { api, everywhere } from "./sources.js";
import { copy, del, list, put } from "./steps.js";

export const pagesWhileAKeyMoves: LitmusTest = {
  name: "pages-while-a-key-moves",
  about: [
    "A reader lists keys, one a page, while a writer moves the last key to a name before the first.",
    "A listing of several pages may miss a file that was there all the time under one name or the other, on every store.",
  ],
  start: [put("b", "B"), put("c", "C")],
  processes: { reader: [list("l", { maxKeys: 1 })], writer: [copy("c", "a"), del("c")] },
  outcomes: [
    { name: "before or after the move", sees: { l: ["b c", "a b"] }, allowed: everywhere(api.pages) },
    { name: "both names", sees: { l: "a b c" }, allowed: everywhere(api.pages) },
    { name: "neither name", sees: { l: "b" }, allowed: everywhere(api.pages) },
    {
      name: "what did not move is missed",
      sees: { l: ["a", "c", "a c", "nothing"] },
      forbidden: everywhere(api.pages),
    },
  ],
};
