import type { AnalysisResult } from "../api/client";
import type { Symptom } from "../vocabulary";
import { Heatmap } from "./Viewer";

interface MapTileProps {
  result: AnalysisResult;
  symptom: Symptom;
  photoUrl: string | null;
}

const OPACITY = 0.7;

/** A small evidence map of one symptom, over the photo where there is one. */
export function MapTile({ result, symptom, photoUrl }: MapTileProps) {
  const { width, height, region } = result.photo;
  return (
    <div
      class={photoUrl ? "viewer-stage map-tile" : "viewer-stage viewer-stage-bare map-tile"}
      style={{ aspectRatio: `${width} / ${height}` }}
    >
      {photoUrl && <img src={photoUrl} alt="" width={width} height={height} />}
      <Heatmap result={result} symptom={symptom} region={region} opacity={OPACITY} />
    </div>
  );
}
