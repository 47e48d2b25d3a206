/** Dates with the time of day, to distinguish results of one day, and short dates for charts. */

import { type Locale, useI18n } from "../../i18n";
import { lazy } from "../../i18n/lazy";

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
  return {
    moment: (iso: string) => moment().format(new Date(iso)),
    day: (at: number) => day().format(at),
  };
}
