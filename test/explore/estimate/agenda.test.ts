import * as fc from "fast-check";
import { expect, it } from "vitest";
import { Agenda } from "../../../src/explore/estimate/agenda.js";

it("what is noted happens by its time, and in the order of noting at one time", () => {
  const noted = fc.array(fc.record({ first: fc.nat({ max: 5 }), later: fc.nat({ max: 5 }) }), {
    maxLength: 40,
  });
  fc.assert(
    fc.property(noted, (plans) => {
      const agenda = new Agenda();
      const happened: { at: number; number: number }[] = [];
      const expected: { at: number; number: number }[] = [];
      let number = 0;
      const note = (after: number, more: () => void): void => {
        const one = { at: agenda.now + after, number: number++ };
        expected.push(one);
        agenda.note(after, () => {
          expect(agenda.now).toBe(one.at);
          happened.push(one);
          more();
          return false;
        });
      };
      for (const { first, later } of plans) note(first, () => note(later, () => undefined));
      for (let next = agenda.next(); next !== undefined; next = agenda.next()) next();
      expect(happened).toEqual(expected.toSorted((a, b) => a.at - b.at || a.number - b.number));
      expect(agenda.empty).toBe(true);
    }),
    { seed: 1 },
  );
});
