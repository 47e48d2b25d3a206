import type { Hours } from "./hospital";
import { nightDays, openingNow } from "./hours";
import type { HospitalMessages } from "./messages";

/** Whether a hospital is open at the moment, and its evenings, as stated in the register. */
export function OpenNow({ hours, text }: { hours: Hours; text: HospitalMessages }) {
  const { say } = text;
  const now = openingNow(hours, new Date());
  const nights = nightDays(hours);
  return (
    <span class="clinic-now">
      {now &&
        (now.open ? (
          <strong>{say("clinics.open", { time: now.until })}</strong>
        ) : (
          <span>{say("clinics.notopen")}</span>
        ))}
      {nights.length > 0 && (
        <span>
          {say("clinics.night", {
            days: nights
              .map((day) => say(`clinics.day.${day}`))
              .join(text.locale === "ko" ? "·" : ", "),
          })}
        </span>
      )}
    </span>
  );
}
