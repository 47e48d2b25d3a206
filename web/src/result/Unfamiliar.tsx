import sampleUrl from "../../../infra/local/sample/scalp.jpg";
import type { AnalysisResult } from "../api/client";
import { CameraIcon } from "../components/icons";
import { useI18n } from "../i18n";
import { Heading } from "../shell/Heading";
import { TrainedOn, TriageAnswer } from "./Answer";
import type { TriageState } from "./useTriage";

interface UnfamiliarProps {
  result: AnalysisResult;
  state: TriageState;
  photoUrl: string | null;
  onAnotherPhoto: () => void;
}

/** In place of the answer where the photo may show no scalp: a better example, and the camera. */
export function Unfamiliar({ result, state, photoUrl, onAnotherPhoto }: UnfamiliarProps) {
  const { t } = useI18n();
  return (
    <section class="card answer">
      <p class="eyebrow">{t("result.eyebrow")}</p>
      <Heading documentTitle={t("result.document")}>{t("result.unfamiliar.title")}</Heading>
      <p class="answer-seen">{t("result.unfamiliar.text")}</p>
      {/* Without a verdict, unless an answer is a reason to see a doctor whatever the photo shows. */}
      {state.triage !== null && state.triage.level !== null && <TriageAnswer state={state} />}
      <div class="examples">
        {photoUrl !== null && (
          <figure>
            <img src={photoUrl} alt="" />
            <figcaption>{t("result.unfamiliar.own")}</figcaption>
          </figure>
        )}
        <figure>
          <img src={sampleUrl} alt="" />
          <figcaption>{t("result.unfamiliar.example")}</figcaption>
        </figure>
      </div>
      <button type="button" class="button button-primary button-wide" onClick={onAnotherPhoto}>
        <CameraIcon />
        {t("result.unfamiliar.camera")}
      </button>
      <TrainedOn result={result} />
    </section>
  );
}
