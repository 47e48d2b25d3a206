/** Messages of this part as a value, which can be passed outside of the component tree. */

import { type Locale, useI18n, useMessages } from "../../i18n";
import en from "../../i18n/en/clinics.json";
import ko from "../../i18n/ko/clinics.json";
import { distance, roundDistance } from "./distance";
import type { Hospital, Position, Region } from "./hospital";

export type Say = (key: keyof typeof ko, values?: Record<string, string | number>) => string;

export interface HospitalMessages {
  say: Say;
  locale: Locale;
  /** Return a rounded distance such as "약 1.2km". */
  distanceText: (hospital: Hospital, from: Position) => string;
  /** Format the day or month of a register. */
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
        timeZone: "UTC", // a calendar date without a time zone
      }).format(new Date(date)),
    region: (region) => region.name[locale],
  };
}
