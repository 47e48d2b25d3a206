/**
 * Dates and numbers, as both languages write them.
 *
 * The first formatter of `Intl` that a page makes takes a phone 80 ms, in which it answers nobody.
 */

/** Korea's offset from UTC; there is no daylight saving time. */
const OFFSET_MS = 9 * 60 * 60_000;

/** Return the parts of the date in Korea, for a message that puts them in order. */
export function dateParts(iso: string, months: string): Record<"year" | "month" | "day", string> {
  const at = new Date(Date.parse(iso) + OFFSET_MS);
  return {
    year: `${at.getUTCFullYear()}`,
    month: months.split(" ")[at.getUTCMonth()] ?? "",
    day: `${at.getUTCDate()}`,
  };
}

/** Return a number with at most one decimal, its thousands set apart: "12,345.6". */
export function decimal(value: number): string {
  const [whole = "", ...tenths] = `${Math.round(value * 10) / 10}`.split(".");
  return [whole.replace(/\B(?=(?:\d{3})+$)/g, ","), ...tenths].join(".");
}
