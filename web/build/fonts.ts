/**
 * The site's font: Pretendard with only the characters of the site's own texts, in three files.
 *
 * The dynamic subset that Pretendard comes with sorts characters by how often they occur in Korean
 * at large; these texts use 12 of its files, 337 KB, for a page of 300 syllables. Cut to the texts, the
 * first page takes two files. Characters of other people's texts (clinics, products) still come
 * from the dynamic subset, see src/styles/rare.css.
 *
 * The Open Font License reserves the name Pretendard for the unmodified font: the subset has none
 * of its names, and its family is called something else.
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

/** Where texts come from that the first page and the photo page do not show. */
const LATER_TEXTS = [
  "infra/seed/care-guide.json",
  "infra/seed/reference-statistics.json",
  "layers/core/scalp_core/errors.py",
  "layers/core/scalp_core/regions.py",
];
/** What Intl puts into Korean dates. */
const DATES = "년월일오전후시분초";
const FIRST_PARTS = new Set(["app", "start", "form", "consent", "sex", "age", "site", "photo"]);

export function fonts(): Plugin {
  return {
    name: "scalp-fonts",
    async config() {
      if (!process.env.VITEST) await writeFonts(); // the unit tests draw nothing
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

/** Each character in one group only, so that no page loads one twice. */
async function characters(): Promise<Record<"latin" | "first" | "later", string>> {
  const read = (path: string) => readFile(join(WEB, path), "utf8");
  const shell = JSON.parse(await read("src/i18n/ko/app.json")) as Record<string, string>;
  const first = Object.entries(shell).filter(([key]) => FIRST_PARTS.has(key.split(".")[0] ?? ""));
  const files = await Promise.all(
    ["ko", "en"].map(async (locale) => {
      const names = await readdir(join(WEB, "src", "i18n", locale));
      return names.map((name) => `src/i18n/${locale}/${name}`);
    }),
  );
  const paths = [...files.flat(), ...LATER_TEXTS.map((path) => `../${path}`)].sort();
  const texts = (await Promise.all(paths.map(read))).join("");
  const hangul = (text: string): string[] => text.match(/[\u3131-\u318e가-힣]/g) ?? [];
  // The English pages have one Korean word, for which they should not load another file.
  const everywhere = new Set(hangul(await read("src/i18n/en/app.json")));
  const spoken = hangul(first.map(([, message]) => message).join("") + DATES);
  const early = new Set(spoken.filter((one) => !everywhere.has(one)));
  const rest = hangul(texts).filter((one) => !everywhere.has(one) && !early.has(one));
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

/** `swap`: text is there at once, and fallback.ts keeps the lines as they are when the font comes. */
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

/** Sorted characters as CSS writes them, neighbours in one range. */
function ranges(chosen: string): string[] {
  const found: { from: number; to: number }[] = [];
  for (const one of chosen) {
    const point = one.codePointAt(0) ?? 0;
    const last = found.at(-1);
    if (last !== undefined && last.to === point - 1) last.to = point;
    else found.push({ from: point, to: point });
  }
  const hex = (point: number) => point.toString(16);
  return found.map(({ from, to }) =>
    from === to ? `U+${hex(from)}` : `U+${hex(from)}-${hex(to)}`,
  );
}
