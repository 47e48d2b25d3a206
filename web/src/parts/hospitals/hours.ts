/** Opening hours of a week, with today in Korea marked. */

import type { Day, Hours } from "./hospital";

const WEEK: readonly Day[] = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
  "holiday",
];

interface DayHours {
  day: Day;
  /** Null if closed or not stated. */
  period: { opens: string; closes: string } | null;
  today: boolean;
}

export function weekOf(hours: Hours, now: Date): DayHours[] {
  const name = now.toLocaleDateString("en-US", { weekday: "long", timeZone: "Asia/Seoul" });
  return WEEK.map((day) => ({
    day,
    period: hours.days[day] ?? null,
    today: day === name.toLowerCase(),
  }));
}
