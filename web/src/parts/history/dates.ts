/** Dates with the time of day, which tells two results of one day apart, and short ones for charts. */

import { useMemo } from "preact/hooks";
import { useI18n, type Locale } from "../../i18n";

const TAGS: Record<Locale, string> = { ko: "ko-KR", en: "en-GB" };

export function useDates() {
  const { locale } = useI18n();
  return useMemo(() => {
    const tag = TAGS[locale];
    const zone = { timeZone: "Asia/Seoul", dateStyle: "medium" } as const;
    const moment = new Intl.DateTimeFormat(tag, { ...zone, timeStyle: "short" });
    const day = new Intl.DateTimeFormat(tag, zone);
    return {
      moment: (iso: string) => moment.format(new Date(iso)),
      day: (at: number) => day.format(at),
    };
  }, [locale]);
}
