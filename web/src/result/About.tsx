import type { AnalysisResult, Assessment } from "../api/client";
import { useI18n } from "../i18n";
import { formatRoute } from "../shell/route";
import { isUnfamiliar, shownType, typeParts } from "./findings";

interface AboutProps {
  assessment: Assessment;
  result: AnalysisResult;
  hasPhoto: boolean;
}

/** Notes at the end of a result: scalp type, photo, expiry, consent, person, and model. */
export function About({ assessment, result, hasPhoto }: AboutProps) {
  const { t, date, decimal } = useI18n();
  const { cohort, site } = assessment;
  const person = { sex: t(`sex.${cohort.sex}`), age: t(`age.${cohort.ageGroup}`) };
  const { decode, inference } = result.timings;
  const { version, trainedOn } = result.model;
  const expired = Date.parse(assessment.expiresAt) <= Date.now();
  const type = scalpTypeName(result, t);
  return (
    <section class="about" aria-labelledby="about-title">
      <h2 id="about-title">{t("result.about.title")}</h2>
      <ul>
        {!isUnfamiliar(result) && type !== null && <li>{t("result.type", { type })}</li>}
        <li>{t(hasPhoto ? "result.about.photo" : "result.about.nophoto")}</li>
        {!expired && <li>{t("result.about.expires", { date: date(assessment.expiresAt) })}</li>}
        {assessment.research && !expired && <li>{t("result.about.research")}</li>}
        {assessment.research && expired && (
          <li>
            {t("result.about.research.later")}{" "}
            <a href={formatRoute({ name: "assessment", id: assessment.id })}>
              {t("result.about.research.link")}
            </a>
          </li>
        )}
        <li>
          {site
            ? t("result.about.person.site", { ...person, site: t(`site.${site}`) })
            : t("result.about.person", person)}
        </li>
        {trainedOn === "aihub" && <li>{t("result.trained.aihub")}</li>}
        <li>
          {t("result.about.model", { version, seconds: decimal((decode + inference) / 1_000) })}
        </li>
      </ul>
    </section>
  );
}

/** Return the name of a result's scalp type with what it is made of; null where it has none to show. */
export function scalpTypeName(
  result: AnalysisResult,
  t: ReturnType<typeof useI18n>["t"],
): string | null {
  const shown = shownType(result);
  if (shown === null) return null;
  const type = t(`type.${shown}`);
  if (shown !== "combined") return type;
  const parts = typeParts(result.type).map((part) =>
    part === "seborrheic" ? t("type.seborrheic") : t(`symptom.${part}`),
  );
  return t("type.made", { type, parts: parts.join(" + ") });
}
