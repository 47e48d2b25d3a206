import { describe, expect, it } from "vitest";
import {
  changes,
  newestFirst,
  ofHeadRegion,
  pairToCompare,
  placePoints,
  stepPath,
  trendOf,
  trendRegions,
  whyNotComparable,
} from "../../../src/parts/history/record";
import { kept } from "../../kept";

const may = kept({ number: 1, day: "2026-05-01", grades: { dandruff: 3 } });
const june = kept({ number: 2, day: "2026-06-01", site: "left" });
const july = kept({
  number: 3,
  day: "2026-07-01",
  grades: { dandruff: 1 },
  uncertain: ["dandruff"],
});
const nowhere = kept({ number: 4, day: "2026-08-01", site: null });

describe("newestFirst", () => {
  it("orders by the day the photo was taken, whenever it was kept", () => {
    const order = newestFirst([june, july, may]);
    expect(order).toEqual([july, june, may]);
  });
});

describe("whyNotComparable", () => {
  it("accepts two results of one head region, and returns the reason against others", () => {
    expect(whyNotComparable(may, july)).toBeNull();
    expect(whyNotComparable(may, june)).toBe("other_site");
    expect(whyNotComparable(may, nowhere)).toBe("site_missing");
    expect(whyNotComparable(nowhere, { ...nowhere, id: "0" })).toBe("site_missing");
    expect(whyNotComparable(may, may)).toBe("same_result");
  });
});

describe("pairToCompare", () => {
  it("is the newest pair of one head region, older first, over newer results of others", () => {
    expect(pairToCompare([may, june, july, nowhere])).toEqual([may, july]);
  });

  it("is the newest two where no two share a head region, and null for a single result", () => {
    expect(pairToCompare([may, june, nowhere])).toEqual([june, nowhere]);
    expect(pairToCompare([may])).toBeNull();
  });
});

describe("changes", () => {
  it("has both grades, and whether one of them is uncertain", () => {
    const found = changes(may.result, july.result).find(({ symptom }) => symptom === "dandruff");
    expect(found).toEqual({ symptom: "dandruff", before: 3, after: 1, unsure: true });
    expect(changes(may.result, july.result)).toHaveLength(6);
  });
});

describe("the trend at a head region", () => {
  const others = [5, 6, 7].map((number) =>
    kept({ number, day: `2026-0${number}-02`, site: "back" }),
  );

  it("needs two results, and sites with more come first", () => {
    expect(trendRegions([may, june, july, nowhere, ...others])).toEqual(["back", "top"]);
    expect(trendRegions([may, june, nowhere])).toEqual([]);
  });

  it("goes from the oldest to the newest", () => {
    const points = trendOf(ofHeadRegion([july, june, may], "top"), "dandruff");
    expect(points.map(({ grade, uncertain }) => [grade, uncertain])).toEqual([
      [3, false],
      [1, true],
    ]);
  });

  it("places points by time and grade", () => {
    const day = 86_400_000;
    const points = [0, day, 4 * day].map((at, index) => ({
      at,
      grade: [0, 3, 1][index] as 0 | 1 | 3,
      uncertain: false,
    }));
    const placed = placePoints(points, 100, 30);
    expect(placed.map(({ x, y }) => [x, y])).toEqual([
      [0, 30],
      [25, 0],
      [100, 20],
    ]);
    expect(stepPath(placed)).toBe("M0 30H25V0H100V20");
  });

  it("spreads points of the same moment evenly", () => {
    const point = { at: 5, grade: 0, uncertain: false } as const;
    expect(placePoints([point, point, point], 100, 30).map(({ x }) => x)).toEqual([0, 50, 100]);
    expect(placePoints([point], 100, 30).map(({ x }) => x)).toEqual([50]);
  });
});
