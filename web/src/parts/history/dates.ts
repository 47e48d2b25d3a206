/** Dates with the time of day, to distinguish results of one day, and short dates for charts. */

import { type Locale, useI18n } from "../../i18n";
import { lazy } from "../../i18n/lazy";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const SHORTEST = ["minute", MINUTE, MINUTE] as const;
/** Unit, the least time that is given in it, and its length. From the longest; weeks from the second one on, as a person counts. */
const UNITS = [
  ["month", 61 * DAY, 30.44 * DAY],
  ["week", 14 * DAY, 7 * DAY],
  ["day", DAY, DAY],
  ["hour", 60 * MINUTE, 60 * MINUTE],
] as const;

const DATES: Record<Locale, ReturnType<typeof datesOf>> = {
  ko: datesOf("ko-KR"),
  en: datesOf("en-GB"),
};

export function useDates() {
  return DATES[useI18n().locale];
}

function datesOf(tag: string) {
  const zone = { timeZone: "Asia/Seoul", dateStyle: "medium" } as const;
  const moment = lazy(() => new Intl.DateTimeFormat(tag, { ...zone, timeStyle: "short" }));
  const day = lazy(() => new Intl.DateTimeFormat(tag, zone));
  const exact = lazy(() => new Intl.DateTimeFormat(tag, { ...zone, timeStyle: "medium" }));
  const relative = lazy(() => new Intl.RelativeTimeFormat(tag));
  return {
    exact: (iso: string) => exact().format(new Date(iso)),
    /** Milliseconds in the largest unit that fits, as in "2 weeks ago". */
    ago: (milliseconds: number) => {
      const [unit, , length] = UNITS.find(([, least]) => milliseconds >= least) ?? SHORTEST;
      return relative().format(-Math.max(1, Math.round(milliseconds / length)), unit);
    },
    moment: (iso: string) => moment().format(new Date(iso)),
    day: (at: number) => day().format(at),
  };
}
