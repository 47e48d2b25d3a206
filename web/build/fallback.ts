/**
 * Fallback font while the site's own is loading: the system's font scaled to the same widths, so that no
 * line is wrapped again when the font arrives. Each group of characters has its own factor, because
 * Pretendard's Hangul is narrower than Noto's, while its spaces and figures are wider.
 *
 * The factors are Pretendard's widths as Chromium sets them (at 400 and 700, figures tabular) over Noto
 * Sans CJK KR's, weighted by how often each character occurs in the site's messages. Noto is the system's
 * Korean font on Android, ChromeOS and Linux. The fonts of Apple, which Pretendard is modelled on, and of
 * Windows are not scaled.
 */

const FALLBACK = "Scalp Fallback";

const GROUPS = [
  { range: "U+1100-11ff, U+3130-318f, U+ac00-d7a3", regular: 93.94, bold: 93.94 }, // Hangul
  { range: "U+20, U+a0", regular: 89.65, bold: 83.5 },
  { range: "U+30-39", regular: 110.68, bold: 110.7 }, // figures
  { range: "U+41-5a", regular: 100.69, bold: 100 }, // capitals
  { range: "U+61-7a", regular: 94.9, bold: 95 },
  { range: "U+21-2f, U+3a-40, U+b7, U+2010-2026", regular: 90, bold: 86.5 }, // signs
];

const WEIGHTS = [
  { style: "regular", weights: "400 599", fonts: ["Noto Sans CJK KR", "NotoSansCJKkr-Regular"] },
  { style: "bold", weights: "600 900", fonts: ["Noto Sans CJK KR Bold", "NotoSansCJKkr-Bold"] },
] as const;

export function fallbackFaces(): string {
  const rules = WEIGHTS.flatMap(({ style, weights, fonts }) =>
    GROUPS.map(
      (group) => `@font-face {
  font-family: "${FALLBACK}";
  src: ${fonts.map((font) => `local("${font}")`).join(", ")};
  font-weight: ${weights};
  size-adjust: ${group[style]}%;
  unicode-range: ${group.range};
}
`,
    ),
  );
  return rules.join("");
}
