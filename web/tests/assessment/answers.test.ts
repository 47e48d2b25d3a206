import { describe, expect, it } from "vitest";
import {
  CONSENT_VERSION,
  fromSaved,
  isSavedAnswers,
  missingFields,
  NO_ANSWERS,
  toSaved,
} from "../../src/assessment/answers";

const NOW = Date.parse("2026-12-01T00:00:00Z");
const complete = {
  ...NO_ANSWERS,
  sex: "male",
  ageGroup: "40s",
  consent: true,
  fourteen: true,
} as const;

describe("answers on the device", () => {
  it("are saved only if the person asks for it, for 90 days that using them does not extend", () => {
    expect(toSaved(complete, null, NOW)).toBeNull();
    const saved = toSaved({ ...complete, save: true }, null, NOW)!;
    expect(saved.until).toBe("2027-03-01T00:00:00.000Z");
    expect(toSaved({ ...complete, save: true }, saved, NOW + 1e9)!.until).toBe(saved.until);
    expect(isSavedAnswers(saved, Date.parse(saved.until) - 1)).toBe(true);
    expect(isSavedAnswers(saved, Date.parse(saved.until))).toBe(false);
  });

  it("fill the form, but for the head region and research consent", () => {
    const asked = { ...complete, save: true, research: true, site: "top" } as const;
    const restored = fromSaved(toSaved(asked, null, NOW));
    expect(restored).toEqual({ ...complete, save: true, site: null, research: false });
    expect(missingFields(restored)).toEqual([]);
  });

  it("hold no consent to another text", () => {
    const saved = toSaved({ ...complete, save: true }, null, NOW)!;
    const older = { ...saved, consentVersion: "2020-01-01" };
    expect(missingFields(fromSaved(older))).toEqual(["consent"]);
    const later = NOW + 86_400_000;
    const renewed = toSaved({ ...complete, save: true }, older, later)!;
    expect(renewed.consentVersion).toBe(CONSENT_VERSION);
    expect(renewed.until > saved.until).toBe(true);
  });

  it.each([null, 1, "x", {}, { sex: "other", ageGroup: "40s", until: "2999-01-01" }])(
    "of another version are ignored: %o",
    (value) => {
      expect(isSavedAnswers(value, NOW)).toBe(false);
    },
  );
});
