import { describe, expect, it } from "vitest";
import { fill } from "../../src/i18n/format";
import { particle } from "../../src/i18n/particles";
import { dateParts, decimal } from "../../src/i18n/withoutIntl";

type Files = Record<string, Record<string, string>>;

const koFiles: Files = import.meta.glob("../../src/i18n/ko/*.json", {
  eager: true,
  import: "default",
});
const enFiles: Files = import.meta.glob("../../src/i18n/en/*.json", {
  eager: true,
  import: "default",
});
const ko = merged(koFiles);
const en = merged(enFiles);
const messages = { ko, en };

function merged(files: Files): Record<string, string> {
  return Object.assign({}, ...Object.values(files)) as Record<string, string>;
}

function part(path: string): string {
  return path.replace(/^.*\/|\.json$/g, "");
}

/** Return the names in a message's placeholders, without Korean's particles. */
function names(message: string): string[] {
  const found = [...message.matchAll(/\{(\w+)/g)].map((match) => match[1] ?? "");
  return [...new Set(found)].sort();
}

describe("messages", () => {
  it("exist in both languages under the same keys, in the same order", () => {
    expect(Object.keys(enFiles).map(part)).toEqual(Object.keys(koFiles).map(part));
    for (const [path, file] of Object.entries(koFiles)) {
      const other = enFiles[path.replace("/ko/", "/en/")] ?? {};
      expect(Object.keys(other), path).toEqual(Object.keys(file));
    }
  });

  it("of a part begin with its name; the shell's own are the rest", () => {
    const parts = Object.keys(koFiles).map(part);
    for (const [path, file] of Object.entries(koFiles)) {
      for (const key of Object.keys(file)) {
        const owner = parts.find((name) => name !== "app" && key.startsWith(`${name}.`)) ?? "app";
        expect(owner, key).toBe(part(path));
      }
    }
  });

  it.each(Object.keys(ko))("%s takes the same values in both", (key) => {
    expect(names(en[key] ?? "")).toEqual(names(ko[key] ?? ""));
  });

  it.each(["ko", "en"] as const)("are not empty and not left untranslated: %s", (locale) => {
    for (const [key, message] of Object.entries(messages[locale])) {
      expect(message.trim(), key).toBe(message);
      expect(message, key).not.toBe("");
    }
    const hangul = Object.entries(en).filter(([, message]) => /[가-힣]/.test(message));
    expect(hangul.map(([key]) => key)).toEqual(["app.switch"]);
  });

  it("never claim to diagnose or to prescribe", () => {
    const claims = /진단\s*(확정|결과|되었|됐)|처방|prescri|\byou have\b|diagnosed/i;
    const found = [...Object.values(ko), ...Object.values(en)].filter((text) => claims.test(text));
    expect(found).toEqual([]);
    const diagnosis = Object.entries(ko).filter(([, text]) => text.includes("진단"));
    expect(diagnosis.map(([key]) => key)).toEqual(["start.promise.device"]);
  });
});

describe("particles", () => {
  it.each([
    ["비듬", "을/를", "을"],
    ["탈모", "을/를", "를"],
    ["모낭홍반/농포", "은/는", "는"],
    ["모낭사이홍반", "이/가", "이"],
    ["미세각질", "으로/로", "로"],
    ["중증", "으로/로", "으로"],
    ["중등도", "으로/로", "로"],
    ["B0", "을/를", "를"],
    ["", "은/는", "는"],
  ])("%s %s → %s", (word, pair, expected) => {
    expect(particle(word, pair)).toBe(expected);
  });
});

describe("fill", () => {
  it("inserts values, with or without their particle", () => {
    expect(fill("{a|을/를} ‘{b}’{b!으로/로}", { a: "비듬", b: "중증" })).toBe("비듬을 ‘중증’으로");
    expect(fill("{grade}/3", { grade: 2 })).toBe("2/3");
  });

  it("leaves a placeholder without a value visible", () => {
    expect(fill("{missing}", {})).toBe("{missing}");
  });
});

describe("dates and numbers", () => {
  const dates = [
    "2026-01-01",
    "2026-12-31T14:59:59Z",
    "2026-12-31T15:00:00Z",
    "2028-02-29T01:00:00Z",
  ];

  it.each(["ko", "en"] as const)("are written as Intl writes them: %s", (locale) => {
    const tag = locale === "ko" ? "ko-KR" : "en-GB";
    const options = { dateStyle: "long", timeZone: "Asia/Seoul" } as const;
    const expected = new Intl.DateTimeFormat(tag, options);
    const { "app.date": order = "", "app.months": months = "" } = messages[locale];
    for (const iso of dates) {
      expect(fill(order, dateParts(iso, months))).toBe(expected.format(new Date(iso)));
    }
    const number = new Intl.NumberFormat(tag, { maximumFractionDigits: 1 });
    for (const value of [0, 0.04, 0.25, 2, 12.34, 999.96, 12_000, 1_234_567.89]) {
      expect(decimal(value)).toBe(number.format(value));
    }
  });
});
