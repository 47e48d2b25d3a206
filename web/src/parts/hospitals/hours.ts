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

/** A clinic that closes at this time or later has 야간진료, as clinics use the word: after work. */
const NIGHT = "20:00";

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

/** Korea has no daylight saving time. */
const KOREA_MS = 9 * 3_600_000;
const DAY_MS = 86_400_000;

/**
 * Return whether a hospital is open now and until when; null where today has no hours stated.
 *
 * Public holidays are not known here: on those, hours of the weekday are returned.
 */
export function openingNow(hours: Hours, now: Date): { open: boolean; until: string } | null {
  const local = new Date(now.getTime() + KOREA_MS);
  const minutes = local.getUTCHours() * 60 + local.getUTCMinutes();
  const late = hours.days[dayOf(new Date(local.getTime() - DAY_MS))];
  if (late && minutesOf(late.closes) > minutes + 24 * 60) {
    return { open: true, until: clock(late.closes) };
  }
  const today = hours.days[dayOf(local)];
  if (!today) return null;
  const open = minutes >= minutesOf(today.opens) && minutes < minutesOf(today.closes);
  return { open, until: clock(today.closes) };
}

/** Return the days on which a hospital is open in the evening. */
export function nightDays(hours: Hours): Day[] {
  return WEEK.filter((day) => (hours.days[day]?.closes ?? "") >= NIGHT);
}

function dayOf(local: Date): Day {
  return WEEK[(local.getUTCDay() + 6) % 7]!;
}

function minutesOf(time: string): number {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  return hour * 60 + minute;
}

/** Return a closing time past midnight, such as 25:30, as a clock shows it. */
function clock(time: string): string {
  const minutes = minutesOf(time);
  const two = (number: number) => String(number).padStart(2, "0");
  return minutes < 24 * 60 ? time : `${two(Math.floor(minutes / 60) - 24)}:${two(minutes % 60)}`;
}
