import type { Ref } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { AnalysisResult, Region, SymptomFinding } from "../api/client";
import { type I18n, useI18n } from "../i18n";
import type { Symptom } from "../vocabulary";
import { GradeSteps } from "./Grade";
import { paintHeatmap } from "./heatmap/paint";
import { RAMP_GRADIENT } from "./heatmap/ramp";
import { strongestNinth } from "./heatmap/resample";

interface ViewerProps {
  result: AnalysisResult;
  /** In display order. */
  symptoms: Symptom[];
  photoUrl: string | null;
  selected: Symptom | null;
  onSelect: (symptom: Symptom | null) => void;
  /** The fieldset of choices, which symptom cards move the focus to. */
  choicesRef: Ref<HTMLFieldSetElement>;
}

const DEFAULT_OPACITY = 70;

/** The photo under the selected symptom's evidence map. */
export function Viewer(props: ViewerProps) {
  const { result, symptoms, photoUrl, selected, onSelect, choicesRef } = props;
  const { t, percent } = useI18n();
  const [opacity, setOpacity] = useState(DEFAULT_OPACITY);
  const { width, height, region } = result.photo;
  return (
    <section class="viewer" aria-labelledby="viewer-title">
      <h2 id="viewer-title">{t("viewer.title")}</h2>
      <div
        class={photoUrl ? "viewer-stage" : "viewer-stage viewer-stage-bare"}
        style={{ aspectRatio: `${width} / ${height}` }}
      >
        {photoUrl && <img src={photoUrl} alt={t("viewer.photo")} width={width} height={height} />}
        {selected && (
          <Heatmap result={result} symptom={selected} region={region} opacity={opacity / 100} />
        )}
        {!photoUrl && <p class="viewer-bare-note">{t("viewer.nophoto")}</p>}
      </div>
      <div class="viewer-scale">
        <span>{t("viewer.scale")}</span>
        <span>{t("viewer.scale.low")}</span>
        <i class="viewer-ramp" style={{ backgroundImage: RAMP_GRADIENT }} aria-hidden="true" />
        <span>{t("viewer.scale.high")}</span>
      </div>
      <p class="viewer-caption" role="status">
        {selected ? (
          <Caption symptom={selected} finding={result.symptoms[selected]} />
        ) : (
          t("viewer.caption.none")
        )}
      </p>
      <fieldset class="viewer-choices" ref={choicesRef}>
        <legend>{t("viewer.legend")}</legend>
        <div class="viewer-chips">
          {symptoms.map((symptom) => (
            <label class="chip" key={symptom}>
              <input
                type="radio"
                name="overlay"
                checked={selected === symptom}
                onChange={() => onSelect(symptom)}
              />
              <span>
                <GradeSteps grade={result.symptoms[symptom].grade} />
                <span class="sentence-case">{t(`symptom.${symptom}`)}</span>
              </span>
            </label>
          ))}
          <label class="chip">
            <input
              type="radio"
              name="overlay"
              checked={selected === null}
              onChange={() => onSelect(null)}
            />
            <span>{t("viewer.none")}</span>
          </label>
        </div>
      </fieldset>
      <label class="slider">
        <span>{t("viewer.opacity")}</span>
        <input
          type="range"
          min="0"
          max="100"
          step="5"
          value={opacity}
          aria-valuetext={percent(opacity / 100)}
          disabled={selected === null}
          onInput={(event) => setOpacity(event.currentTarget.valueAsNumber)}
        />
        <output>{percent(opacity / 100)}</output>
      </label>
    </section>
  );
}

interface CaptionProps {
  symptom: Symptom;
  finding: SymptomFinding;
}

function Caption({ symptom, finding }: CaptionProps) {
  const { t } = useI18n();
  const values = { symptom: t(`symptom.${symptom}`), grade: t(`grade.${finding.grade}`) };
  if (finding.grade === 0) return <>{t("viewer.caption.absent", values)}</>;
  return (
    <>
      <strong>{t("viewer.where", { place: placeOf(finding, t) })}</strong>{" "}
      {t("viewer.caption", values)}
    </>
  );
}

/** Return the name of the photo's ninth with the strongest evidence. */
function placeOf({ activation }: SymptomFinding, t: I18n["t"]): string {
  const [row, column] = strongestNinth(activation);
  return t(`place.${row}.${column}`);
}

interface HeatmapProps {
  result: AnalysisResult;
  symptom: Symptom;
  region: Region;
  opacity: number;
}

/**
 * One symptom's evidence map, positioned over a box with the photo's aspect ratio; nothing for grade 0,
 * also where an older result still has a map of absence.
 */
export function Heatmap({ result, symptom, region, opacity }: HeatmapProps) {
  const { t } = useI18n();
  const canvas = useRef<HTMLCanvasElement>(null);
  const { activation: grid, grade } = result.symptoms[symptom];
  useEffect(() => {
    if (canvas.current) paintHeatmap(canvas.current, grid);
  }, [grid]);
  if (grade === 0) return null;
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
        left: percentOf(region.left),
        top: percentOf(region.top),
        width: percentOf(region.width),
        height: percentOf(region.height),
        opacity,
      }}
    />
  );
}
