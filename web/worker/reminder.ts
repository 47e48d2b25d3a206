/** Reminders without a server: the tag of a periodic sync holds all that a notification needs. */

/** Written by the site as JSON. */
export interface Reminder {
  /** When it is due, in milliseconds since 1970. */
  at: number;
  title: string;
  text: string;
}

/** Return the reminder in a tag if it is due, else null; also for tags of other kinds. */
export function dueReminder(tag: string, now: number): Reminder | null {
  try {
    const { at, title, text } = JSON.parse(tag) as Reminder;
    return at <= now ? { at, title, text } : null;
  } catch {
    return null;
  }
}
