import { render } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useLatest } from "../../components/useLatest";
import { MAP_SOURCE } from "../../shell/trustedTypes";
import { ClinicDetails } from "./HospitalDetails";
import type { Clinic, ClinicSource, Position } from "./hospital";
import type { ClinicMap } from "./map";
import type { Text } from "./messages";
import { openMap } from "./openMap";
import { PROVINCE_LABELS } from "./provinces";

interface MapViewProps {
  clinics: readonly Clinic[];
  sources: readonly ClinicSource[];
  /** The map moves to these whenever they become others. */
  seen: readonly Clinic[];
  position: Position | null;
  chosen: string | null;
  text: Text;
  onChoose: (id: string | null) => void;
}

/** The map beside the list. Mount it anew for another language. */
export function MapView(props: MapViewProps) {
  const { clinics, seen, position, chosen, text } = props;
  const { say } = text;
  const latest = useLatest(props);
  const element = useRef<HTMLDivElement>(null);
  const details = useRef<HTMLElement>(null);
  const looked = useRef<readonly Clinic[]>([]);
  const [map, setMap] = useState<ClinicMap | null>(null);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    if (element.current === null) return;
    let opened: ClinicMap | null = null;
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
        tiles: `© ${MAP_SOURCE}`,
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
    if (map === null) return;
    map.show(clinics, seen === looked.current ? [] : seen);
    looked.current = seen;
  }, [map, clinics, seen]);

  useEffect(() => map?.stand(position), [map, position]);

  useEffect(() => {
    if (map === null || details.current === null) return;
    const { clinics, sources, position, text, onChoose } = latest.current;
    const clinic = clinics.find(({ id }) => id === chosen) ?? null;
    const close = () => onChoose(null);
    render(
      clinic && <ClinicDetails {...{ clinic, sources, position, text }} onClose={close} />,
      details.current,
    );
    map.select(clinic);
  }, [map, chosen, latest]);

  return (
    <section class="clinics-map" aria-label={say("clinics.map")}>
      <div class="clinics-canvas" ref={element} />
      {failed && <p class="clinics-map-failed">{say("clinics.map.failed")}</p>}
    </section>
  );
}
