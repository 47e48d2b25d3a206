import { describe, expect, it } from "vitest";
// @vitest-environment happy-dom
import "@tableau/embedding-api";
import { byFrequency, inTen } from "../../../src/parts/statistics/statistics";
import { embeddedView } from "../../../src/parts/statistics/tableau";
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

describe("the dashboard's address", () => {
  const view = "https://public.tableau.com/views/scalp/one";

  /** Return the frame's address that Tableau's own element makes of filters. */
  function ofTableau(filters: Record<string, string>): URLSearchParams {
    const element = document.createElement("tableau-viz");
    element.setAttribute("src", view);
    for (const [field, value] of Object.entries(filters)) {
      const filter = document.createElement("viz-filter");
      filter.setAttribute("field", field);
      filter.setAttribute("value", value);
      element.append(filter);
    }
    const { createFrameUrlWithParams: url } = element as unknown as {
      createFrameUrlWithParams: () => URL;
    };
    return new URL(url.call(element)).searchParams;
  }

  it("filters as Tableau's own element does", () => {
    const theirs = ofTableau({ 성별: "female", "Age group": "30s" });
    const ours = new URL(
      embeddedView(new URL(view), [
        { field: "성별", value: "female" },
        { field: "Age group", value: "30s" },
      ]),
    ).searchParams;
    for (const name of ["성별", "Age group", ":embed", ":showVizHome"]) {
      expect([name, ours.getAll(name)]).toEqual([name, theirs.getAll(name)]);
    }
  });

  it("has no filter for everyone", () => {
    const ours = embeddedView(new URL(`${view}?:lang=ko`), [{ field: "sex", value: null }]);
    expect(ours).toBe(`${view}?%3Alang=ko&%3Aembed=y&%3AshowVizHome=n`);
  });
});
