import { describe, expect, it } from "vitest";
import { toCalendar } from "../../../src/parts/history/calendar";
import { lastPhotos } from "../../../src/parts/history/lastPhotos";
import { progressOf } from "../../../src/parts/history/progress";
import { distinctNames, lastOfSameSpot, pairToCompare } from "../../../src/parts/history/record";
import { dueReminder } from "../../../worker/reminder";
import { kept } from "../../kept";

declare const __RETEST__: { version: string; flips: Record<string, number> };
const { version, flips } = __RETEST__;
const noisy = Object.keys(flips).find((name) => flips[name]! > 0.05) as "excess_sebum";

describe("progressOf", () => {
  it("names what changed by more than chance, and nothing else", () => {
    const before = kept({
      number: 1,
      day: "2026-05-01",
      grades: { dandruff: 3, [noisy]: 1 },
      version,
    });
    const after = kept({
      number: 2,
      day: "2026-05-15",
      grades: { dandruff: 1, hair_loss: 2 },
      version,
    });
    expect(progressOf(before, after)).toEqual({
      better: ["dandruff"],
      worse: ["hair_loss"],
    });
  });

  it("does not count a change within the plausible grades", () => {
    const before = kept({ number: 1, day: "2026-05-01", grades: { dandruff: 3 }, version });
    const after = kept({ number: 2, day: "2026-05-15", uncertain: ["dandruff"], version });
    expect(progressOf(before, after)).toEqual({ better: [], worse: [] });
  });

  it("says nothing across networks, or for networks that were not measured", () => {
    const before = kept({ number: 1, day: "2026-05-01", version: "a" });
    const [same, other] = ["a", "b"].map((each) =>
      kept({ number: 2, day: "2026-05-15", version: each }),
    );
    expect(progressOf(before, other!)).toBe("model");
    expect(progressOf(before, same!)).toBe("unmeasured");
  });

  it("takes differences within hours for light and place, and looks further back", () => {
    const [old, before, after] = [1, 2, 3].map((number) =>
      kept({ number, day: number === 1 ? "2026-05-01" : "2026-05-15", version }),
    );
    before!.result.symptoms.dandruff.grade = 3;
    after!.assessment.createdAt = "2026-05-15T09:00:00Z";
    expect(progressOf(before!, after!)).toBe("soon");
    expect(lastOfSameSpot([before!, old!], after!.assessment)).toBe(old);
    expect(lastOfSameSpot([before!], after!.assessment)).toBeNull();
    expect(pairToCompare([old!, before!, after!])).toEqual([old, after]);
    expect(pairToCompare([before!, after!])).toEqual([before, after]);
  });
});

it("results of one minute have names of their own", () => {
  const [one, two, three] = [1, 2, 3].map((number) => kept({ number, day: "2026-05-01" }));
  two!.assessment.createdAt = "2026-05-01T03:00:07Z";
  const results = [one!, two!, three!];
  const names = distinctNames(
    results,
    (iso) => iso.slice(0, 16),
    (iso) => iso,
  );
  expect(new Set(names.values()).size).toBe(3);
});

it("the camera's guide is the newest photo of each head region, of the same person", () => {
  const photo = "data:image/jpeg;base64,AA==";
  const old = { ...kept({ number: 1, day: "2026-05-01" }), photo };
  const last = { ...kept({ number: 2, day: "2026-05-02" }), photo };
  const bare = kept({ number: 3, day: "2026-05-03" });
  const found = lastPhotos([old, last, bare], { sex: null, ageGroup: null });
  expect(found).toEqual([{ site: "top", createdAt: last.assessment.createdAt, photo }]);
  expect(lastPhotos([last], { sex: "male", ageGroup: null })).toEqual([]);
});

it("a calendar's lines have at most 75 bytes, whole letters, and escaped marks", () => {
  const text = "지난번과 같은 부위를 찍어, 비교해 보세요; ".repeat(4);
  const entry = { id: "1@site", day: "20260515", title: "두피", text, url: "https://site/#/photo" };
  const file = toCalendar(entry, new Date("2026-05-01T03:00:00Z"));
  const lines = file.split("\r\n");
  expect(
    Math.max(...lines.map((line) => new TextEncoder().encode(line).length)),
  ).toBeLessThanOrEqual(75);
  const unfolded = file.replaceAll("\r\n ", "");
  expect(unfolded).toContain("DTSTAMP:20260501T030000Z\r\nDTSTART;VALUE=DATE:20260515\r\n");
  expect(unfolded).toContain(`DESCRIPTION:${text.replace(/[;,]/g, "\\$&")}\r\n`);
});

it("a reminder is due from its time on, and other tags are none", () => {
  const reminder = { at: 1000, title: "t", text: "x" };
  expect(dueReminder(JSON.stringify(reminder), 999)).toBeNull();
  expect(dueReminder(JSON.stringify(reminder), 1000)).toEqual(reminder);
  expect(dueReminder("update", 1000)).toBeNull();
});
