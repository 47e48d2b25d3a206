import type { Ref } from "preact";
import type { AnalysisResult } from "../api/client";
import { useI18n } from "../i18n";
import type { Symptom } from "../vocabulary";
import { presentSymptoms } from "./findings";
import { GradeSteps } from "./Grade";
import { Heatmap, placeOf } from "./Heatmap";
import { useHold } from "./useHold";

interface ViewerProps {
  result: AnalysisResult;
  photoUrl: string | null;
  /** The symptom whose evidence map is shown; null for the plain photo. */
  selected: Symptom | null;
  onSelect: (symptom: Symptom | null) => void;
  /** The section, which symptom cards scroll to. */
  sectionRef: Ref<HTMLElement>;
}

/** Height of the photo at most, in rem. */
const TALLEST = 36;

/** The plain photo, and where the AI looked for one symptom: by choosing it, or by tap or hold. */
export function Viewer({ result, photoUrl, selected, onSelect, sectionRef }: ViewerProps) {
  const { t } = useI18n();
  const present = presentSymptoms(result);
  const first = selected ?? present[0] ?? null;
  // The photo does by pointer what the choices below do by keyboard, too.
  const { held, handlers } = useHold(() => onSelect(selected === null ? first : null));
  const shown = held ? (selected === null ? first : null) : selected;
  const { width, height } = result.photo;
  const size = {
    aspectRatio: `${width} / ${height}`,
    inlineSize: `min(100%, ${(TALLEST * width) / height}rem)`,
  };
  return (
    <section class="viewer" aria-labelledby="viewer-title" ref={sectionRef} tabIndex={-1}>
      <h2 id="viewer-title">{t(photoUrl === null ? "viewer.title" : "viewer.photo")}</h2>
      {photoUrl !== null && (
        <div class="viewer-stage" style={size} {...handlers}>
          <img src={photoUrl} alt={t("viewer.alt")} width={width} height={height} />
          {shown && <Heatmap result={result} symptom={shown} />}
        </div>
      )}
      {photoUrl === null && (
        <>
          <p class="hint">{t("viewer.nophoto")}</p>
          {shown && (
            <div class="viewer-stage viewer-stage-bare" style={size}>
              <Heatmap result={result} symptom={shown} />
            </div>
          )}
        </>
      )}
      {present.length > 0 && (
        <>
          <p class="viewer-caption" role="status">
            {shown === null ? (
              t(photoUrl === null ? "viewer.caption.choose" : "viewer.caption.none")
            ) : (
              <>
                <strong>{t("viewer.where", { place: placeOf(result.symptoms[shown], t) })}</strong>{" "}
                {t("viewer.caption", {
                  symptom: t(`symptom.${shown}`),
                  grade: t(`grade.${result.symptoms[shown].grade}`),
                })}
              </>
            )}
          </p>
          <Choices result={result} symptoms={present} selected={selected} onSelect={onSelect} />
        </>
      )}
    </section>
  );
}

interface ChoicesProps extends Pick<ViewerProps, "result" | "selected" | "onSelect"> {
  symptoms: Symptom[];
}

function Choices({ result, symptoms, selected, onSelect }: ChoicesProps) {
  const { t } = useI18n();
  return (
    <fieldset class="viewer-choices">
      <legend>{t("viewer.legend")}</legend>
      <div class="viewer-chips">
        <label class="chip">
          <input
            type="radio"
            name="overlay"
            checked={selected === null}
            onChange={() => onSelect(null)}
          />
          <span>{t("viewer.none")}</span>
        </label>
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
      </div>
    </fieldset>
  );
}
