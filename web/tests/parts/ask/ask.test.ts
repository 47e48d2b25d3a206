/** What the question box answers: sets of questions written apart from the guide, and properties of all answers. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import type { Locale } from "../../../src/i18n";
import { type Ask, createAsk, type Kind, type Reply } from "../../../src/parts/ask/ask";
import { type Guide, loadGuide } from "../../../src/parts/ask/guide";

vi.setConfig({ testTimeout: 60_000 });

const LOCALES = ["ko", "en"] as const;
/** Sets of questions. The lexicon was tuned on the first two; docs/questions.md says how the others did unseen. */
const SETS = ["questions", "tuning", "unseen-1", "unseen-2"] as const;

const guides = {} as Record<Locale, Guide>;
const asks = {} as Record<Locale, Ask>;
for (const locale of LOCALES) {
  const { guide, language } = await loadGuide(locale);
  guides[locale] = guide;
  const answer = createAsk(guide, language);
  const known = new Map<string, Reply>();
  asks[locale] = (question, symptoms) => {
    const key = `${question} ${symptoms}`;
    const reply = known.get(key) ?? answer(question, symptoms);
    known.set(key, reply);
    return reply;
  };
}

interface Case {
  /** A kind other than "answer", "despair", or the ids of entries of which one is right. */
  expected: string;
  question: string;
}

function cases(set: string, locale: Locale): Case[] {
  const text = readFileSync(join(import.meta.dirname, `${set}.${locale}.tsv`), "utf8");
  return text
    .trim()
    .split("\n")
    .map((line) => line.split("\t"))
    .map(([expected = "", question = ""]) => ({ expected, question }));
}

function share(some: Case[], isRight: (one: Case) => boolean): number {
  return some.filter(isRight).length / some.length;
}

describe.each(SETS.flatMap((set) => LOCALES.map((locale) => [set, locale] as const)))(
  "the set %s in %s",
  (set, locale) => {
    const all = cases(set, locale);
    const ask = asks[locale];
    const of = (kind: Kind | "despair") => all.filter(({ expected }) => expected === kind);
    const KINDS = ["red_flag", "off_topic", "no_diagnosis", "despair"];
    const answered = all.filter(({ expected }) => !KINDS.includes(expected));
    const isAmong =
      (first: number) =>
      ({ expected, question }: Case) => {
        const reply = ask(question);
        const found = reply.answers.slice(0, first).map(({ entry }) => entry.id);
        return reply.kind === "answer" && found.some((id) => expected.split(",").includes(id));
      };

    it("names entries that exist", () => {
      const ids = new Set(guides[locale].entries.map(({ id }) => id));
      expect(answered.length).toBeGreaterThanOrEqual(60);
      expect(
        answered.flatMap(({ expected }) => expected.split(",")).filter((id) => !ids.has(id)),
      ).toEqual([]);
    });

    it("is answered by the right entry first in 85 of 100, among three in 95", () => {
      expect(share(answered, isAmong(1))).toBeGreaterThanOrEqual(0.85);
      expect(share(answered, isAmong(3))).toBeGreaterThanOrEqual(0.95);
    });

    it("has a notice before every red flag, and before any answer", () => {
      for (const { question } of of("red_flag")) {
        const reply = ask(question);
        expect([question, reply.kind, reply.notices.length > 0]).toEqual([
          question,
          "red_flag",
          true,
        ]);
      }
    });

    it("has the help line for every word of despair", () => {
      for (const { question } of of("despair")) {
        expect([question, ask(question).notices[0]?.call]).toEqual([question, "109"]);
      }
    });

    it("is refused off topic in 95 of 100, with three near questions", () => {
      const refused = of("off_topic").filter(({ question }) => ask(question).kind === "off_topic");
      expect(refused.length / of("off_topic").length).toBeGreaterThanOrEqual(0.95);
      for (const { question } of refused) expect(ask(question).answers).toHaveLength(3);
    });

    it("is given no illness and no medicine where it asks for one", () => {
      for (const { question } of of("no_diagnosis")) {
        expect([question, ask(question).kind]).toEqual([question, "no_diagnosis"]);
      }
    });
  },
);

describe("red flags", () => {
  it.each([
    ["ko", "탈모 때문에 죽고 싶다"],
    ["ko", "살기 싫어요. 두피에 고름도 나요"],
    ["ko", "그냥 사라지고 싶어요"],
    ["en", "I want to die"],
    ["en", "There is no reason to live, and my scalp is bleeding"],
  ] as const)("of despair show the help line alone (%s: %s)", (locale, question) => {
    const reply = asks[locale](question);
    expect(reply.notices.map(({ call }) => call)).toEqual(["109"]);
    expect(reply.answers).toEqual([]);
  });

  it.each([
    ["ko", "염색약 바르고 숨이 막혀요", "119"],
    ["en", "my throat is closing after hair dye", "119"],
  ] as const)("of an emergency come first (%s: %s)", (locale, question, call) => {
    expect(asks[locale](question).notices[0]?.call).toBe(call);
  });

  it.each([
    ["ko", "머리를 부딪혔는데 혹이 나고 어지러워요", "head_injury"],
    ["en", "hit my head and feel dizzy", "head_injury"],
    ["ko", "두피에 있는 점이 커지고 색이 변했어요", "changed_spot"],
    ["ko", "머리에 상처가 몇 달째 안 나아요", "changed_spot"],
    ["en", "a mole on my scalp changed colour", "changed_spot"],
    ["en", "sore on my head that hasn't healed for months", "changed_spot"],
    ["ko", "두피에 종기가 점점 커져요", "pus"],
    ["ko", "머리 빠진 자리가 반들반들하고 흉터처럼 됐어요", "bald_patch"],
    ["ko", "고양이 키우는데 두피에 동그란 빨간 자국이 번져요", "infection"],
    ["en", "hives all over after the dandruff tablet", "emergency"],
  ] as const)("have the notice that fits them (%s: %s)", (locale, question, notice) => {
    expect(asks[locale](question).notices[0]?.id).toBe(notice);
  });

  it.each([
    ["ko", "두 샴푸의 차이점이 뭐예요"],
    ["ko", "두피에 점이 있는데 괜찮나요"],
    ["ko", "비듬이 옷에 퍼져서 신경 쓰여요"],
    ["en", "does cutting hair make it grow faster"],
    ["en", "how long does a cut on the scalp take to heal"],
    ["ko", "열은 없고 비듬만 있어요"],
    ["ko", "고름은 없는데 뾰루지가 하나 났어요"],
    ["ko", "가려워 죽겠어요"],
    ["ko", "두피 열을 내리고 싶어요"],
    ["en", "no fever, just flakes"],
    ["en", "it itches but there is no pus or bleeding"],
    ["en", "can I die my hair black"],
    ["ko", "샴푸 고를 때 뭘 봐야 해요"],
    ["ko", "원형탈모는 왜 생기나요"],
    ["en", "does hair grow faster in the sun"],
  ] as const)(
    "do not count where they are denied or meant otherwise (%s: %s)",
    (locale, question) => {
      expect(asks[locale](question).kind).toBe("answer");
    },
  );

  it.each([
    ["ko", "열은 없는데 고름이 나와요"],
    ["ko", "피는 안 나지만 퉁퉁 부었어요"],
    ["en", "no fever but it is oozing"],
    ["en", "it does not hurt, but pus comes out"],
    ["ko", "두피에 진믈이 나요"],
    ["ko", "머리가 퉁퉁 부엇어요"],
    ["en", "my scalp is bleding"],
    ["en", "swolen scalp"],
  ] as const)("count beside one that is denied, and misspelt (%s: %s)", (locale, question) => {
    expect(asks[locale](question).kind).toBe("red_flag");
  });
});

describe("Korean", () => {
  it.each([
    ["비듬을없애는방법", "dandruff-care"],
    ["비둠 없애는 방법", "dandruff-care"],
    ["ㅂㅣㄷㅡㅁ 없애는 방법", "dandruff-care"],
    ["비듬 없애는 방법".normalize("NFD"), "dandruff-care"],
    ["qlema djqtosms qkdqjq", "dandruff-care"],
    ["모발이 빠지는 원인", "hair-loss-why"],
    ["머리카락이 빠지는 까닭", "hair-loss-why"],
  ])("is found whatever its spacing, spelling, jamo and synonyms: %s", (question, id) => {
    expect(asks.ko(question).answers.map(({ entry }) => entry.id)).toContain(id);
    expect(asks.ko(question).kind).toBe("answer");
  });
});

describe("what is no question", () => {
  it.each([
    "",
    "😀😀",
    "ㅋㅋㅋ",
    "日本語の頭皮",
    "Волосы выпадают",
    "q".repeat(5000),
    "강아지가 피부병이라 털이 다 빠졌어요",
  ])("is off topic, and is answered all the same: %s", (text) => {
    for (const locale of LOCALES) {
      const reply = asks[locale](text);
      expect([reply.kind, reply.answers.length]).toEqual(["off_topic", 3]);
    }
  });

  it("does not hide a sign at its end", () => {
    expect(asks.ko(`${"두피 가려워요 ".repeat(700)} 고름이 나와요`).kind).toBe("red_flag");
  });
});

describe("every entry", () => {
  it.each(LOCALES)("answers its own title in %s", (locale) => {
    const missed = guides[locale].entries.filter(({ id, title }) => {
      const reply = asks[locale](title);
      return !reply.answers.some(({ entry }) => entry.id === id);
    });
    expect(missed.map(({ title }) => title)).toEqual([]);
  });

  it("is preferred beside a result that it fits", () => {
    const [first] = asks.ko("옮나요?", ["dandruff"]).answers;
    expect(first?.entry.about).toContain("dandruff");
  });
});
