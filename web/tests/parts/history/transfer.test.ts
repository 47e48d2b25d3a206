import { describe, expect, it } from "vitest";
import type { KeptResult } from "../../../src/parts/history/record";
import {
  type CsvLabels,
  csvCell,
  fromJson,
  toCsv,
  toJson,
} from "../../../src/parts/history/transfer";
import { kept } from "../../kept";

const old = kept({ number: 1, day: "2026-05-01", site: null });
const fresh = {
  ...kept({ number: 2, day: "2026-07-01" }),
  photo: "data:image/jpeg;base64,/9j/4A==",
};

type Json = { results: KeptResult[] } & Record<string, unknown>;

function altered(change: (content: Json) => void): string {
  const content = JSON.parse(toJson([fresh], "2026-08-01T00:00:00Z")) as Json;
  change(content);
  return JSON.stringify(content);
}

describe("the JSON file", () => {
  it("comes back as it went, newest first", () => {
    expect(fromJson(toJson([old, fresh], "2026-08-01T00:00:00Z"))).toEqual([fresh, old]);
  });

  it("keeps how many photos the models were adapted to", () => {
    const content = altered(({ results }) => {
      Object.assign(results[0]!.result.model, { trainedOn: "adapted", adaptedPhotos: 61 });
    });
    expect(fromJson(content)?.[0]?.result.model).toMatchObject({ adaptedPhotos: 61 });
  });

  it("is refused when it is something else", () => {
    expect(fromJson("")).toBeNull();
    expect(fromJson("[]")).toBeNull();
    expect(fromJson(altered((content) => (content.format = "other")))).toBeNull();
    expect(fromJson(altered((content) => (content.version = 2)))).toBeNull();
  });

  it.each<[string, (first: KeptResult) => void]>([
    ["another id than the assessment's", (first) => (first.id = "f".repeat(32))],
    ["an id that is no id", (first) => (first.id = first.assessment.id = "../x")],
    [
      "a grade beyond the scale",
      (first) => Object.assign(first.result.symptoms.dandruff, { grade: 4 }),
    ],
    [
      "a plausible grade beyond the scale",
      (first) => Object.assign(first.result.symptoms.dandruff, { plausibleGrades: [3, 4] }),
    ],
    ["a missing symptom", (first) => Reflect.deleteProperty(first.result.symptoms, "dandruff")],
    ["a map of the wrong size", (first) => first.result.symptoms.dandruff.activation.values.pop()],
    ["a photo from elsewhere", (first) => (first.photo = "https://example.com/x.jpg")],
    ["a photo that is a drawing", (first) => (first.photo = "data:image/svg+xml;base64,AA==")],
    ["a day that is none", (first) => (first.assessment.createdAt = "yesterday")],
  ])("is refused with %s", (_, change) => {
    expect(fromJson(altered(({ results }) => change(results[0]!)))).toBeNull();
  });

  it("gives an older result the neighbours of an uncertain grade as plausible ones", () => {
    const [found] =
      fromJson(
        altered(({ results }) => {
          const { symptoms } = results[0]!.result;
          Object.assign(symptoms.hair_loss, { grade: 3, uncertain: true });
          for (const finding of Object.values(symptoms)) {
            Reflect.deleteProperty(finding, "plausibleGrades");
          }
        }),
      ) ?? [];
    expect(found!.result.symptoms.hair_loss.plausibleGrades).toEqual([2, 3]);
    expect(found!.result.symptoms.dandruff.plausibleGrades).toEqual([0]);
  });

  it("loses what the site does not know", () => {
    const [found] =
      fromJson(altered(({ results }) => Object.assign(results[0]!, { more: 1 }))) ?? [];
    expect(found).toEqual(fresh);
  });
});

describe("csvCell", () => {
  it.each([
    ["plain", "plain"],
    ["a,b", '"a,b"'],
    ['say "so"', '"say ""so"""'],
    ["two\nlines", '"two\nlines"'],
    ["=1+1", `"'=1+1"`],
    ["+1", `"'+1"`],
    ["-1", `"'-1"`],
    ["@SUM(A1)", `"'@SUM(A1)"`],
    ["\t=1", `"'\t=1"`],
    ["\r=1", `"'\r=1"`],
    ["", ""],
  ])("%j → %s", (text, cell) => {
    expect(csvCell(text)).toBe(cell);
  });
});

describe("the CSV file", () => {
  const columns = Object.fromEntries(
    ["date", "site", "sex", "age", "type", "probability", "warnings", "model", "trained", "id"].map(
      (name) => [name, name],
    ),
  ) as CsvLabels["columns"];
  const say: CsvLabels = {
    columns,
    grade: (symptom) => symptom,
    confidence: (symptom) => `${symptom} sure`,
    uncertain: (symptom) => `${symptom} unsure`,
    yes: "yes",
    no: "no",
    site: ({ assessment }) => assessment.site ?? "-",
    sex: () => "f",
    age: () => "30",
    type: ({ result }) => result.type.scalpType,
    warnings: ({ result }) => result.warnings.join("; "),
    trained: () => "rendered",
  };

  it("has a mark for Excel, a heading, and a row of as many cells for each result", () => {
    const text = toCsv([old, fresh], say);
    expect(text.startsWith("\uFEFFdate,site,")).toBe(true);
    const rows = text.trimEnd().split("\r\n");
    expect(rows).toHaveLength(3);
    expect(new Set(rows.map((row) => row.split(",").length))).toEqual(new Set([10 + 6 * 3]));
    expect(rows[1]).toContain("2026-07-01T03:00:00Z,top,f,30,oily,0.800,0,0.700,no");
    expect(rows[2]).toContain(`"'-"`);
  });

  it("makes a formula smuggled into an import harmless", () => {
    const hostile = kept({ number: 3, day: "2026-07-02", version: '=HYPERLINK("//x","y")' });
    const text = toCsv([hostile], say);
    expect(text).toContain(`,"'=HYPERLINK(""//x"",""y"")",`);
  });
});
