import { describe, expect, it } from "vitest";
import { byFrequency, standing } from "../../../src/parts/statistics/statistics";
import type { Grade, ScalpType } from "../../../src/vocabulary";

/** The percentile rank as the API defines it. */
function percentile(counts: readonly number[], grade: Grade): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const below = counts.slice(0, grade).reduce((sum, count) => sum + count, 0);
  return (100 * (below + (counts[grade] ?? 0) / 2)) / total;
}

describe("standing", () => {
  it("says how many of a hundred have it worse, alike and less", () => {
    const counts = [46, 31, 20, 3];
    expect(standing(counts, 2, percentile(counts, 2))).toEqual({
      heavier: 3,
      same: 20,
      lighter: 77,
      place: 13,
    });
  });

  it.each<[number[], Grade]>([
    [[1, 1, 1, 0], 0],
    [[7, 9, 10, 8], 1],
    [[0, 0, 0, 13], 3],
    [[333, 333, 333, 1], 3],
    [[11, 0, 0, 0], 2],
  ])("%j, grade %i: adds up to a hundred, and the place is among one's own", (counts, grade) => {
    const { heavier, same, lighter, place } = standing(counts, grade, percentile(counts, grade));
    expect(heavier + same + lighter).toBe(100);
    expect(place).toBeGreaterThanOrEqual(Math.max(1, heavier - 1));
    expect(place).toBeLessThanOrEqual(heavier + same + 1);
  });

  it("never places anybody before the first or after the last", () => {
    expect(standing([99, 0, 0, 1], 3, 99.9).place).toBe(1);
    expect(standing([1, 0, 0, 99], 0, 0).place).toBe(100);
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
