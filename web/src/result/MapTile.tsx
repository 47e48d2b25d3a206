import type { AnalysisResult } from "../api/client";
import type { Symptom } from "../vocabulary";
import { Heatmap } from "./Heatmap";

interface MapTileProps {
  result: AnalysisResult;
  /** Null for the plain photo. */
  symptom: Symptom | null;
  photoUrl: string | null;
}

/** A small evidence map of one symptom, over the photo where there is one; or the photo alone. */
export function MapTile({ result, symptom, photoUrl }: MapTileProps) {
  const { width, height } = result.photo;
  return (
    <div
      class={photoUrl ? "viewer-stage map-tile" : "viewer-stage viewer-stage-bare map-tile"}
      style={{ aspectRatio: `${width} / ${height}` }}
    >
      {photoUrl && <img src={photoUrl} alt="" width={width} height={height} />}
      {symptom && <Heatmap result={result} symptom={symptom} />}
    </div>
  );
}
