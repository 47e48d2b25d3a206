import { useEffect, useRef } from "preact/hooks";
import type { AnalysisResult, SymptomFinding } from "../api/client";
import { type I18n, useI18n } from "../i18n";
import type { Symptom } from "../vocabulary";
import { paintHeatmap } from "./heatmap/paint";
import { strongestNinth } from "./heatmap/resample";

interface HeatmapProps {
  result: AnalysisResult;
  symptom: Symptom;
}

/**
 * One symptom's evidence map, positioned over a box with the photo's aspect ratio; nothing for grade 0, also
 * where an older result still has a map of absence.
 */
export function Heatmap({ result, symptom }: HeatmapProps) {
  const { t } = useI18n();
  const canvas = useRef<HTMLCanvasElement>(null);
  const { activation: grid, grade } = result.symptoms[symptom];
  useEffect(() => {
    if (canvas.current) paintHeatmap(canvas.current, grid);
  }, [grid]);
  if (grade === 0) return null;
  const { left, top, width, height } = result.photo.region;
  const percentOf = (fraction: number) => `${fraction * 100}%`;
  return (
    <canvas
      ref={canvas}
      class="heatmap"
      role="img"
      aria-label={t("viewer.map", {
        symptom: t(`symptom.${symptom}`),
        place: placeOf(result.symptoms[symptom], t),
      })}
      style={{
        left: percentOf(left),
        top: percentOf(top),
        width: percentOf(width),
        height: percentOf(height),
      }}
    />
  );
}

/** Return the name of the photo's ninth that counted most. */
export function placeOf({ activation }: SymptomFinding, t: I18n["t"]): string {
  const [row, column] = strongestNinth(activation);
  return t(`place.${row}.${column}`);
}
