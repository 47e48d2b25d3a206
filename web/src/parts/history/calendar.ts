/** Calendar files by RFC 5545. */

export interface CalendarEntry {
  /** Unique among all calendars' entries. */
  id: string;
  /** Local day as YYYYMMDD. */
  day: string;
  title: string;
  text: string;
  url: string;
}

const LINE_BYTES = 75;

/** Return an iCalendar file with an entry for a whole day, whose alarm rings at nine in the morning. */
export function toCalendar({ id, day, title, text, url }: CalendarEntry, now: Date): string {
  const stamp = now.toISOString().replace(/[-:]|\.\d+/g, "");
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//ScalpSpectra//Reminder//EN",
    "BEGIN:VEVENT",
    `UID:${id}`,
    `DTSTAMP:${stamp}`,
    `DTSTART;VALUE=DATE:${day}`,
    `SUMMARY:${escaped(title)}`,
    `DESCRIPTION:${escaped(text)}`,
    `URL:${url}`,
    "TRANSP:TRANSPARENT",
    "BEGIN:VALARM",
    "ACTION:DISPLAY",
    `DESCRIPTION:${escaped(title)}`,
    "TRIGGER:PT9H",
    "END:VALARM",
    "END:VEVENT",
    "END:VCALENDAR",
  ];
  return `${lines.map(folded).join("\r\n")}\r\n`;
}

/** Return the local day so many weeks after `now` as YYYYMMDD. */
export function dayAfter(now: Date, weeks: number): string {
  const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 7 * weeks);
  const parts = [day.getFullYear(), day.getMonth() + 1, day.getDate()];
  return parts.map((part) => String(part).padStart(2, "0")).join("");
}

function escaped(text: string): string {
  return text.replace(/[\\;,]/g, "\\$&").replace(/\n/g, "\\n");
}

/** Break a line before it has more than 75 bytes, and never within a character. */
function folded(line: string): string {
  const encoder = new TextEncoder();
  let result = "";
  let bytes = 0;
  for (const letter of line) {
    const size = encoder.encode(letter).length;
    if (bytes + size > LINE_BYTES) {
      result += "\r\n ";
      bytes = 1;
    }
    result += letter;
    bytes += size;
  }
  return result;
}
