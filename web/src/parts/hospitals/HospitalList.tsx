import { useEffect, useRef } from "preact/hooks";
import { HospitalActions } from "./HospitalActions";
import { HospitalDetails } from "./HospitalDetails";
import type { Hospital, HospitalSource, Position } from "./hospital";
import type { HospitalMessages } from "./messages";
import { OpenNow } from "./OpenNow";

interface HospitalListProps {
  hospitals: readonly Hospital[];
  sources: readonly HospitalSource[];
  position: Position | null;
  chosen: string | null;
  text: HospitalMessages;
  onChoose: (id: string | null) => void;
  onShowOnMap: () => void;
}

/** The list of hospitals; the chosen one unfolds. */
export function HospitalList(props: HospitalListProps) {
  const { hospitals, chosen } = props;
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    if (chosen === null) return;
    const moving = !matchMedia("(prefers-reduced-motion: reduce)").matches;
    const row = list.current?.querySelector<HTMLElement>(".clinic-chosen");
    if (row && list.current) bringIntoView(row, list.current, moving);
  }, [chosen]);
  return (
    <ol role="list" class="clinic-list" ref={list}>
      {hospitals.map((hospital) => (
        <HospitalRow key={hospital.id} hospital={hospital} {...props} />
      ))}
    </ol>
  );
}

/** Scroll the list to `row` where the list scrolls by itself; the page does not move. */
function bringIntoView(row: HTMLElement, list: HTMLElement, moving: boolean): void {
  if (list.scrollHeight <= list.clientHeight) return;
  const [outer, inner] = [list.getBoundingClientRect(), row.getBoundingClientRect()];
  if (inner.top >= outer.top && inner.bottom <= outer.bottom) return;
  list.scrollBy({ top: inner.top - outer.top - 8, behavior: moving ? "smooth" : "auto" });
}

function HospitalRow(props: HospitalListProps & { hospital: Hospital }) {
  const { hospital, sources, position, chosen, text, onChoose, onShowOnMap } = props;
  const { say, distanceText } = text;
  const open = hospital.id === chosen;
  return (
    <li class={open ? "clinic clinic-chosen" : "clinic"}>
      <button
        type="button"
        class="clinic-head"
        aria-expanded={open}
        onClick={() => onChoose(open ? null : hospital.id)}
      >
        <span class="clinic-title">
          <span class="clinic-name" lang="ko">
            {hospital.name}
          </span>
          {position && <span class="clinic-distance">{distanceText(hospital, position)}</span>}
        </span>
        <span class="clinic-kind">
          {say(`clinics.kind.${hospital.kind}`)}
          {hospital.match === "department" && ` · ${say("clinics.department")}`}
        </span>
        {hospital.openingHours && <OpenNow hours={hospital.openingHours} text={text} />}
        {!open && (
          <span class="clinic-address" lang="ko">
            {hospital.address}
          </span>
        )}
      </button>
      <HospitalActions {...{ hospital, text }} />
      {open && (
        <div class="clinic-body">
          <HospitalDetails {...{ hospital, sources, position, text }} />
          <button type="button" class="button button-quiet button-small" onClick={onShowOnMap}>
            {say("clinics.onmap")}
            <span class="visually-hidden">
              {" "}
              (<span lang="ko">{hospital.name}</span>)
            </span>
          </button>
        </div>
      )}
    </li>
  );
}
