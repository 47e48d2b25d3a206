/**
 * The site's font: a subset of Pretendard with the characters of the site's own texts, in three files.
 *
 * Pretendard's own dynamic subset groups characters by their frequency in Korean; a page of 300 syllables
 * needs 12 of its files, 337 KB. With this subset the first page needs two files. Characters in names of
 * hospitals and products still come from the dynamic subset, see src/styles/rare.css.
 *
 * The Open Font License reserves the name Pretendard for the unmodified font: the subset has none
 * of its names, and its family has another name.
 */

import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";
import { compress } from "wawoff2";
import { fallbackFaces } from "./fallback.ts";
import { loadSubsetter, type SubsetOptions } from "./subset.ts";

const WEB = join(dirname(fileURLToPath(import.meta.url)), "..");
const TARGET = join(WEB, "src", "fonts");
const SOURCE = "pretendard/dist/public/variable/PretendardVariable.ttf";
const FAMILY = "Scalp Sans";
const OPTIONS = {
  weights: { least: 400, most: 800 },
  features: ["tnum"], // figures of one width, so that columns align
} satisfies Omit<SubsetOptions, "characters">;

/** Sources of texts that neither the first page nor the photo page shows. */
const LATER_TEXTS = [
  "infra/seed/care-guide.json",
  "infra/seed/care-questions.json",
  "infra/seed/reference-statistics.json",
  "layers/core/scalp_core/errors.py",
  "layers/core/scalp_core/hospitals/regions.py",
];
/** Characters that Intl puts into Korean dates. */
const DATES = "년월일오전후시분초";
/** Parts of the shell's messages that the first two pages show, and single messages of other parts. */
const FIRST_PARTS = new Set(
  "app start sex age result.trained.rendered result.part.questions".split(" "),
);

export function fonts(): Plugin {
  return {
    name: "scalp-fonts",
    async config() {
      if (!process.env.VITEST) await writeFonts(); // unit tests render no text
    },
  };
}

async function writeFonts(): Promise<void> {
  const groups = await characters();
  const fallback = fallbackFaces();
  const key = createHash("sha256")
    .update(JSON.stringify([FAMILY, OPTIONS, groups, fallback]))
    .digest("hex");
  const cssPath = join(TARGET, "fonts.css");
  const head = `/* Made by build/fonts.ts from ${SOURCE}; ${key} */\n`;
  const before = await readFile(cssPath, "utf8").catch(() => "");
  if (before.startsWith(head)) return;

  const font = await readFile(createRequire(import.meta.url).resolve(SOURCE));
  const subset = await loadSubsetter();
  await mkdir(TARGET, { recursive: true });
  const rules: string[] = [];
  for (const [name, chosen] of Object.entries(groups)) {
    const small = subset(font, { ...OPTIONS, characters: chosen });
    await writeFile(join(TARGET, `${name}.woff2`), await compress(small));
    rules.push(fontFace(name, chosen));
  }
  await writeFile(cssPath, head + rules.join("") + fallback);
}

/** Return the characters by group; each is in one group only, so that no page loads it twice. */
async function characters(): Promise<Record<"latin" | "first" | "later", string>> {
  const read = (path: string) => readFile(join(WEB, path), "utf8");
  const shell = JSON.parse(await read("src/i18n/ko/app.json")) as Record<string, string>;
  const first = Object.entries(shell).filter(
    ([key]) => FIRST_PARTS.has(key.split(".")[0] ?? "") || FIRST_PARTS.has(key),
  );
  const files = await Promise.all(
    ["ko", "en"].map(async (locale) => {
      const names = await readdir(join(WEB, "src", "i18n", locale));
      return names.map((name) => `src/i18n/${locale}/${name}`);
    }),
  );
  const paths = [...files.flat(), ...LATER_TEXTS.map((path) => `../${path}`)].sort();
  const texts = (await Promise.all(paths.map(read))).join("");
  const hangul = (text: string): string[] => text.match(/[\u3131-\u318e가-힣]/g) ?? [];
  // English pages have one Korean word, which must not cost another file.
  const everywhere = new Set(hangul(await read("src/i18n/en/app.json")));
  const spoken = hangul(first.map(([, message]) => message).join("") + DATES);
  const early = new Set(spoken.filter((letter) => !everywhere.has(letter)));
  const rest = hangul(texts).filter((letter) => !everywhere.has(letter) && !early.has(letter));
  const ascii = Array.from({ length: 0x7f - 0x20 }, (_, index) =>
    String.fromCharCode(0x20 + index),
  );
  const signs = texts.match(/[\u00a0-\u024f\u2000-\u22ff]/g) ?? [];
  return {
    latin: sorted([...ascii, ...signs, ...everywhere]),
    first: sorted(early),
    later: sorted(rest),
  };
}

function sorted(found: Iterable<string>): string {
  return [...new Set(found)].sort().join("");
}

/** `swap` shows text at once; fallback.ts keeps line breaks when the font arrives. */
function fontFace(name: string, chosen: string): string {
  return `@font-face {
  font-family: "${FAMILY}";
  src: url("./${name}.woff2") format("woff2");
  font-weight: ${OPTIONS.weights.least} ${OPTIONS.weights.most};
  font-display: swap;
  unicode-range: ${ranges(chosen).join(", ")};
}
`;
}

/** Return sorted characters as CSS unicode ranges. */
function ranges(chosen: string): string[] {
  const found: { from: number; to: number }[] = [];
  for (const character of chosen) {
    const point = character.codePointAt(0) ?? 0;
    const last = found.at(-1);
    if (last !== undefined && last.to === point - 1) last.to = point;
    else found.push({ from: point, to: point });
  }
  const hex = (point: number) => point.toString(16);
  return found.map(({ from, to }) =>
    from === to ? `U+${hex(from)}` : `U+${hex(from)}-${hex(to)}`,
  );
}
