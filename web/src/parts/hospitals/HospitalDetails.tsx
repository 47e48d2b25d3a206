import { CrossIcon } from "../../components/icons";
import { HospitalActions } from "./HospitalActions";
import type { Hospital, HospitalSource, Position } from "./hospital";
import { weekOf } from "./hours";
import type { HospitalMessages } from "./messages";
import { OpenNow } from "./OpenNow";

interface HospitalDetailsProps {
  hospital: Hospital;
  sources: readonly HospitalSource[];
  position: Position | null;
  /** Passed as a prop, because the map's info window is outside of the component tree. */
  text: HospitalMessages;
  /** Set in the map's info window, which shows the name and a close button. */
  onClose?: () => void;
}

/** Details of a hospital, the same in the list and on the map. */
export function HospitalDetails({
  hospital,
  sources,
  position,
  text,
  onClose,
}: HospitalDetailsProps) {
  const { say, locale, distanceText, formatDate } = text;
  const source = sources.find(({ id }) => id === hospital.source);
  return (
    <div class="clinic-details">
      {onClose && (
        <>
          <button type="button" class="clinic-close" onClick={onClose}>
            <CrossIcon />
            <span class="visually-hidden">{say("clinics.close")}</span>
          </button>
          <p class="clinic-name" lang="ko">
            {hospital.name}
          </p>
          {position && <p class="clinic-distance">{distanceText(hospital, position)}</p>}
          {hospital.openingHours && <OpenNow hours={hospital.openingHours} text={text} />}
          <HospitalActions {...{ hospital, text }} />
        </>
      )}
      <p class="clinic-address" lang="ko">
        {hospital.address}
      </p>
      {hospital.phone === null && <p class="hint">{say("clinics.nophone")}</p>}
      {hospital.openingHours && (
        <table class="clinic-hours">
          <caption>{say("clinics.hours")}</caption>
          <tbody>
            {weekOf(hospital.openingHours, new Date()).map(({ day, period, today }) => (
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
        {hospital.website && (
          <Link href={hospital.website} label={say("clinics.website")} text={text} />
        )}
        <Link href={hospital.links.kakaoMap} label={say("clinics.kakao")} text={text} />
      </ul>
      <p class="clinic-source">
        {say("clinics.source", {
          source: source?.name[locale] ?? hospital.source,
          date: formatDate(hospital.date),
        })}
      </p>
    </div>
  );
}

function Link({ href, label, text }: { href: string; label: string; text: HospitalMessages }) {
  return (
    <li>
      <a href={href} target="_blank" rel="noreferrer">
        {label}
        <span class="visually-hidden"> ({text.say("clinics.window")})</span>
      </a>
    </li>
  );
}
