/** The part's words, as values that can also be handed to what stands outside of the page's tree. */

import { type Locale, useI18n, useMessages } from "../../i18n";
import en from "../../i18n/en/clinics.json";
import ko from "../../i18n/ko/clinics.json";
import { distance, roundDistance } from "./distance";
import type { Hospital, Position, Region } from "./hospital";

export type Say = (key: keyof typeof ko, values?: Record<string, string | number>) => string;

export interface HospitalMessages {
  say: Say;
  locale: Locale;
  /** "약 1.2km" */
  distanceText: (hospital: Hospital, from: Position) => string;
  /** A register's day or month. */
  formatDate: (date: string) => string;
  region: (region: Region) => string;
}

export function useHospitalMessages(): HospitalMessages {
  const { locale, decimal } = useI18n();
  const say = useMessages({ ko, en });
  return {
    say,
    locale,
    distanceText: (hospital, from) => {
      const { value, unit } = roundDistance(distance(from, hospital));
      return say(unit === "m" ? "clinics.away.m" : "clinics.away.km", { value: decimal(value) });
    },
    formatDate: (date) =>
      new Intl.DateTimeFormat(locale === "ko" ? "ko-KR" : "en-GB", {
        year: "numeric",
        month: "long",
        ...(date.length > "YYYY-MM".length ? { day: "numeric" as const } : {}),
        timeZone: "UTC", // a day of the calendar, not a moment
      }).format(new Date(date)),
    region: (region) => region.name[locale],
  };
}
