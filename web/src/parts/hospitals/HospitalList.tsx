import { useEffect, useRef } from "preact/hooks";
import { ClinicDetails } from "./HospitalDetails";
import type { Clinic, ClinicSource, Position } from "./hospital";
import type { Text } from "./messages";

interface ClinicListProps {
  clinics: readonly Clinic[];
  sources: readonly ClinicSource[];
  position: Position | null;
  chosen: string | null;
  text: Text;
  onChoose: (id: string | null) => void;
  onShowOnMap: () => void;
}

/** The clinics one below the other; the chosen one unfolds. */
export function ClinicList(props: ClinicListProps) {
  const { clinics, chosen } = props;
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    if (chosen === null) return;
    const moving = !matchMedia("(prefers-reduced-motion: reduce)").matches;
    const row = list.current?.querySelector<HTMLElement>(".clinic-chosen");
    if (row && list.current) bringIntoView(row, list.current, moving);
  }, [chosen]);
  return (
    <ol role="list" class="clinic-list" ref={list}>
      {clinics.map((clinic) => (
        <ClinicRow key={clinic.id} clinic={clinic} {...props} />
      ))}
    </ol>
  );
}

/** Within the list where it scrolls by itself; the page stays where the person put it. */
function bringIntoView(row: HTMLElement, list: HTMLElement, moving: boolean): void {
  if (list.scrollHeight <= list.clientHeight) return;
  const [outer, inner] = [list.getBoundingClientRect(), row.getBoundingClientRect()];
  if (inner.top >= outer.top && inner.bottom <= outer.bottom) return;
  list.scrollBy({ top: inner.top - outer.top - 8, behavior: moving ? "smooth" : "auto" });
}

function ClinicRow(props: ClinicListProps & { clinic: Clinic }) {
  const { clinic, sources, position, chosen, text, onChoose, onShowOnMap } = props;
  const { say, away } = text;
  const open = clinic.id === chosen;
  return (
    <li class={open ? "clinic clinic-chosen" : "clinic"}>
      <button
        type="button"
        class="clinic-head"
        aria-expanded={open}
        onClick={() => onChoose(open ? null : clinic.id)}
      >
        <span class="clinic-title">
          <span class="clinic-name" lang="ko">
            {clinic.name}
          </span>
          {position && <span class="clinic-distance">{away(clinic, position)}</span>}
        </span>
        <span class="clinic-kind">
          {say(`clinics.kind.${clinic.kind}`)}
          {clinic.match === "department" && ` · ${say("clinics.department")}`}
        </span>
        {!open && (
          <span class="clinic-address" lang="ko">
            {clinic.address}
          </span>
        )}
      </button>
      {open && (
        <div class="clinic-body">
          <ClinicDetails {...{ clinic, sources, position, text }} />
          <button type="button" class="button button-quiet button-small" onClick={onShowOnMap}>
            {say("clinics.onmap")}
            <span class="visually-hidden"> ({clinic.name})</span>
          </button>
        </div>
      )}
    </li>
  );
}
