import { render } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useLatest } from "../../components/useLatest";
import { OSM_ATTRIBUTION } from "../../shell/trustedTypes";
import { HospitalDetails } from "./HospitalDetails";
import type { Hospital, HospitalSource, Position } from "./hospital";
import type { HospitalMap } from "./map";
import type { HospitalMessages } from "./messages";
import { openMap } from "./openMap";
import { PROVINCE_LABELS } from "./provinces";

interface MapViewProps {
  hospitals: readonly Hospital[];
  sources: readonly HospitalSource[];
  /** The map fits these whenever they change. */
  fitTo: readonly Hospital[];
  /** The visitor's position. */
  position: Position | null;
  /** What distances are measured from. */
  from: Position | null;
  /** The place that was searched. */
  centre: Position | null;
  chosen: string | null;
  text: HospitalMessages;
  onChoose: (id: string | null) => void;
}

/** The map. Its texts are set once: remount it when the language changes. */
export function MapView(props: MapViewProps) {
  const { hospitals, fitTo, position, centre, chosen, text } = props;
  const { say } = text;
  const latest = useLatest(props);
  const element = useRef<HTMLDivElement>(null);
  const details = useRef<HTMLElement>(null);
  const fitted = useRef<readonly Hospital[]>([]);
  const [map, setMap] = useState<HospitalMap | null>(null);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    if (element.current === null) return;
    let opened: HospitalMap | null = null;
    let gone = false;
    const info = document.createElement("div");
    info.className = "clinic-info";
    details.current = info;
    const { say } = latest.current.text;
    openMap({
      element: element.current,
      details: info,
      onSelect: (id) => latest.current.onChoose(id),
      words: {
        zoomIn: say("clinics.map.in"),
        zoomOut: say("clinics.map.out"),
        borders: say("clinics.map.borders"),
        tiles: `© ${OSM_ATTRIBUTION}`,
        provinces: Object.fromEntries(
          PROVINCE_LABELS.map(([code]) => [code, say(`clinics.province.${code}`)]),
        ),
      },
    }).then(
      (ready) => {
        opened = ready;
        if (gone) ready.remove();
        else setMap(ready);
      },
      () => setFailed(true),
    );
    return () => {
      gone = true;
      opened?.remove();
      render(null, info);
    };
  }, [latest]);

  useEffect(() => {
    if (centre !== null) map?.moveTo(centre);
  }, [map, centre]);

  useEffect(() => {
    if (map === null) return;
    map.show(hospitals, fitTo === fitted.current ? [] : fitTo);
    fitted.current = fitTo;
  }, [map, hospitals, fitTo]);

  useEffect(() => map?.markPosition(position), [map, position]);

  useEffect(() => {
    if (map === null || details.current === null) return;
    const { hospitals, sources, from: position, text, onChoose } = latest.current;
    const hospital = hospitals.find(({ id }) => id === chosen) ?? null;
    const close = () => onChoose(null);
    render(
      hospital && <HospitalDetails {...{ hospital, sources, position, text }} onClose={close} />,
      details.current,
    );
    map.select(hospital);
  }, [map, chosen, latest]);

  return (
    <section class="clinics-map" aria-label={say("clinics.map")}>
      <div class="clinics-canvas" ref={element} />
      {failed && <p class="clinics-map-failed">{say("clinics.map.failed")}</p>}
    </section>
  );
}
