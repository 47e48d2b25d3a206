import type { Stage } from "../../assessment/journey";
import type { Place } from "../../assessment/shots";
import { isMessageKey, useI18n } from "../../i18n";
import { presentSymptoms } from "../../result/findings";
import { GradeSteps } from "../../result/Grade";
import { useGradeWords, useHeadline } from "../../result/gradeWords";
import { formatRoute } from "../../shell/route";
import { useCheckMessages } from "./messages";
import type { Answered } from "./outcomes";
import { PlacePicture } from "./PlacePhoto";

/** The findings of a place that is not the first to see to; the page's one answer holds for all. */
export function OtherPlace({ answered, url }: { answered: Answered; url: string | null }) {
  const t = useCheckMessages();
  const { t: shell } = useI18n();
  const headline = useHeadline();
  const words = useGradeWords();
  const { place, assessment, result } = answered;
  const name = t(`check.place.${place}`);
  const present = presentSymptoms(result);
  return (
    <li class="card check-place">
      <PlacePicture place={place} url={url} />
      <div class="check-words">
        <p class="hint">{name}</p>
        <h3 class="sentence-case">{headline(result)}</h3>
        {present.length > 1 && (
          <ul role="list" class="check-findings">
            {present.slice(1).map((symptom) => (
              <li key={symptom}>
                <GradeSteps grade={result.symptoms[symptom].grade} />
                <span class="sentence-case">
                  {shell(`symptom.${symptom}`)} <strong>{words(result.symptoms[symptom])}</strong>
                </span>
              </li>
            ))}
          </ul>
        )}
      </div>
      <a
        class="button button-small check-ways"
        href={formatRoute({ name: "assessment", id: assessment.id })}
      >
        {t("check.details", { place: name })}
      </a>
    </li>
  );
}

interface UnansweredPlaceProps {
  place: Place;
  stage: Stage | undefined;
  url: string | null;
  onRetake: () => void;
  onRetry: () => void;
}

/** A place without an answer: why, and the way to one; the other places keep theirs. */
export function UnansweredPlace(props: UnansweredPlaceProps) {
  const { place, stage, url, onRetake, onRetry } = props;
  const t = useCheckMessages();
  const { t: shell } = useI18n();
  const why = useReason(stage);
  const again = stage?.name === "problem" && stage.retry === "ask" && !GONE.includes(stage.code);
  return (
    <li class="card check-place">
      <PlacePicture place={place} url={url} />
      <div class="check-words">
        <p class="hint">{t(`check.place.${place}`)}</p>
        <h3>{why.title}</h3>
        <p class="hint">{why.text}</p>
      </div>
      <div class="buttons check-ways">
        {again && (
          <button type="button" class="button button-small" onClick={onRetry}>
            {shell("problem.check")}
          </button>
        )}
        <button
          type="button"
          class={again ? "button button-small" : "button button-small button-primary"}
          onClick={onRetake}
        >
          {t("check.retake", { place: t(`check.place.${place}`) })}
        </button>
      </div>
    </li>
  );
}

/** Codes of problems that asking again does not solve. */
const GONE = ["assessment_not_found"];

function useReason(stage: Stage | undefined): { title: string; text: string } {
  const { t, locale, period } = useI18n();
  const words = useCheckMessages();
  if (stage?.name === "rejected") {
    return { title: words("check.rejected"), text: stage.rejection.message[locale] };
  }
  if (stage?.name === "done") {
    return { title: t("result.unfamiliar.title"), text: t("result.unfamiliar.text") };
  }
  const code = stage?.name === "problem" ? stage.code : "unexpected";
  const title = `problem.${code}.title`;
  const text = `problem.${code}.text`;
  return {
    title: t(isMessageKey(title) ? title : "problem.unexpected.title"),
    text: t(isMessageKey(text) ? text : "problem.unexpected.text", { period }),
  };
}
