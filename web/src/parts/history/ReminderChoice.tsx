import { useEffect, useState } from "preact/hooks";
import { dayAfter, toCalendar } from "./calendar";
import { download } from "./download";
import { useHistoryMessages } from "./messages";
import { findPeriodicSync, remindByNotification } from "./notification";
import "../../components/textField.css";
import "./actions.css";

/** Two weeks show whether care helps; hair changes over months. */
const WEEKS = [2, 4, 8, 12] as const;
const WEEK = 7 * 24 * 60 * 60 * 1000;

type Outcome = "saved" | "set" | "refused";
type Sync = Awaited<ReturnType<typeof findPeriodicSync>>;

/** When to look again: an entry for the calendar, and in the installed app a notification. */
export function ReminderChoice() {
  const { t } = useHistoryMessages();
  const [weeks, setWeeks] = useState<number>(WEEKS[0]);
  const [sync, setSync] = useState<Sync>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  useEffect(() => {
    findPeriodicSync().then(setSync, () => undefined); // without it there is the calendar
  }, []);
  const words = { title: t("history.remind.entry"), text: t("history.remind.entry.text") };

  const save = () => {
    const now = new Date();
    const url = new URL("#/photo", location.href).href;
    const day = dayAfter(now, weeks);
    const id = `${crypto.getRandomValues(new Uint32Array(2)).join("-")}@${location.hostname}`;
    const entry = toCalendar({ id, day, url, ...words }, now);
    download(entry, "text/calendar;charset=utf-8", `scalpspectra-${day}.ics`);
    setOutcome("saved");
  };
  const notify = async (by: NonNullable<Sync>) => {
    const at = Date.now() + weeks * WEEK;
    setOutcome((await remindByNotification(by, { at, ...words })) ? "set" : "refused");
  };

  return (
    <div class="card actions-card">
      <h3>{t("history.remind.title")}</h3>
      <p class="hint">{t("history.remind.lead")}</p>
      <label class="remind-weeks">
        <span class="visually-hidden">{t("history.remind.weeks")}</span>
        <select
          class="text-field"
          value={weeks}
          onChange={(event) => setWeeks(Number(event.currentTarget.value))}
        >
          {WEEKS.map((count) => (
            <option key={count} value={count}>
              {t("history.remind.after", { count })}
            </option>
          ))}
        </select>
      </label>
      <div class="buttons">
        <button type="button" class="button" onClick={save}>
          {t("history.remind.calendar")}
        </button>
        {sync !== null && (
          <button type="button" class="button" onClick={() => void notify(sync)}>
            {t("history.remind.notify")}
          </button>
        )}
      </div>
      <p role="status" class="actions-status">
        {outcome && t(`history.remind.${outcome}`)}
      </p>
    </div>
  );
}
