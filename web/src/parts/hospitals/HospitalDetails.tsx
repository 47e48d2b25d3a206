import { CrossIcon } from "../../components/icons";
import type { Clinic, ClinicSource, Position } from "./hospital";
import { week } from "./hours";
import type { Text } from "./messages";

interface ClinicDetailsProps {
  clinic: Clinic;
  sources: readonly ClinicSource[];
  position: Position | null;
  /** Handed over, because the map's info window stands outside of the page's tree. */
  text: Text;
  /** In the map's info window, which has to say whom it is about and be closed. */
  onClose?: () => void;
}

/** All that is known about one clinic, the same in the list and on the map. */
export function ClinicDetails({ clinic, sources, position, text, onClose }: ClinicDetailsProps) {
  const { say, locale, away, when } = text;
  const source = sources.find(({ id }) => id === clinic.source);
  return (
    <div class="clinic-details">
      {onClose && (
        <>
          <button type="button" class="clinic-close" onClick={onClose}>
            <CrossIcon />
            <span class="visually-hidden">{say("clinics.close")}</span>
          </button>
          <p class="clinic-name" lang="ko">
            {clinic.name}
          </p>
          {position && <p class="clinic-distance">{away(clinic, position)}</p>}
        </>
      )}
      <p class="clinic-address" lang="ko">
        {clinic.address}
      </p>
      {clinic.phone !== null ? (
        <a class="clinic-phone" href={`tel:${clinic.phone}`}>
          {say("clinics.call", { phone: clinic.phone })}
        </a>
      ) : (
        <p class="hint">{say("clinics.nophone")}</p>
      )}
      {clinic.openingHours && (
        <table class="clinic-hours">
          <caption>{say("clinics.hours")}</caption>
          <tbody>
            {week(clinic.openingHours, new Date()).map(({ day, period, today }) => (
              <tr key={day} class={today ? "clinic-today" : undefined}>
                <th scope="row">
                  {say(`clinics.day.${day}`)}
                  {today && ` (${say("clinics.today")})`}
                </th>
                <td>{period ? `${period.opens}–${period.closes}` : say("clinics.closed")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <ul role="list" class="clinic-links">
        {clinic.website && (
          <Link href={clinic.website} label={say("clinics.website")} text={text} />
        )}
        <Link href={clinic.links.kakaoMap} label={say("clinics.kakao")} text={text} />
        <Link href={clinic.links.naverSearch} label={say("clinics.naver")} text={text} />
      </ul>
      <p class="clinic-source">
        {say("clinics.source", {
          source: source?.name[locale] ?? clinic.source,
          date: when(clinic.date),
        })}
      </p>
    </div>
  );
}

function Link({ href, label, text }: { href: string; label: string; text: Text }) {
  return (
    <li>
      <a href={href} target="_blank" rel="noreferrer">
        {label}
        <span class="visually-hidden"> ({text.say("clinics.window")})</span>
      </a>
    </li>
  );
}
