import { type AnalysisResult, postJson } from "../../api/client";
import type { components } from "../../api/openapi";
import { useRequest } from "../../api/useRequest";
import { CheckIcon } from "../../components/icons";
import { useI18n, useMessages } from "../../i18n";
import en from "../../i18n/en/care.json";
import ko from "../../i18n/ko/care.json";
import { findingsBody } from "../../result/findings";
import "./care.css";

type CareView = components["schemas"]["CareView"];

/** One habit for a healthy scalp, from the care guide; nothing where it cannot be loaded. */
export function Habit({ result }: { result: AnalysisResult }) {
  const t = useMessages({ ko, en });
  const { locale } = useI18n();
  const body = { scalpType: "normal", findings: findingsBody(result) };
  const { value } = useRequest(JSON.stringify(body), (signal) =>
    postJson<CareView>("/care", body, signal),
  );
  const [habit] = value?.advice?.toDo ?? [];
  if (habit === undefined) return null;
  return (
    <div class="habit">
      <CheckIcon size={24} />
      <div>
        <h2>{t("care.habit")}</h2>
        <p>{habit[locale]}</p>
      </div>
    </div>
  );
}
