import { describe, expect, it } from "vitest";
import { byFrequency, inTen } from "../../../src/parts/statistics/statistics";
import type { Grade, ScalpType } from "../../../src/vocabulary";

describe("inTen", () => {
  it.each<[number[], Grade, number]>([
    [[46, 31, 20, 3], 2, 2],
    [[46, 31, 20, 3], 3, 0],
    [[11, 0, 0, 0], 0, 10],
    [[0, 0, 0, 0], 1, 0],
  ])("%j, grade %i: %i", (counts, grade, expected) => {
    expect(inTen(counts, grade)).toBe(expected);
  });
});

describe("byFrequency", () => {
  it("leaves out types that nobody has, the most frequent first", () => {
    const types = { normal: 3, dry: 0, oily: 7 } as Record<ScalpType, number>;
    expect(byFrequency(types)).toEqual([
      ["oily", 7],
      ["normal", 3],
    ]);
  });
});
