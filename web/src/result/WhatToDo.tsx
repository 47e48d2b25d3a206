import type { Triage } from "../api/client";
import { AlertIcon, CareIcon, CheckIcon, InfoIcon } from "../components/icons";
import { useI18n } from "../i18n";
import { isGoodNews, isUnfamiliar } from "./findings";

/** What to do by when, and the first reason: the API's words, without a decision of the site's own. */
export function WhatToDo({ triage }: { triage: Triage }) {
  const { locale } = useI18n();
  const { level, headline, action, reasons } = triage;
  const [first] = reasons;
  const good = isGoodNews(triage);
  const atHome = level === "care_at_home";
  return (
    <div class={good ? "todo todo-good" : "todo"} data-level={level}>
      {good && <CheckIcon size={24} />}
      {!good && (atHome ? <InfoIcon /> : <CareIcon />)}
      <div>
        <h2>{headline[locale]}</h2>
        {first && <p>{first.words[locale]}</p>}
        <p>{action[locale]}</p>
      </div>
    </div>
  );
}

/** Flaws of the photo for which the answer says less. */
export function PhotoLimits({ triage }: { triage: Triage }) {
  const { t, locale } = useI18n();
  const limits = triage.limits.filter(({ warning }) => !isUnfamiliar({ warnings: [warning] }));
  if (limits.length === 0) return null;
  return (
    <section class="notice notice-warning" aria-labelledby="limits-title">
      <AlertIcon />
      <div>
        <h2 id="limits-title">{t("result.limits.title")}</h2>
        <ul>
          {limits.map(({ warning, message }) => (
            <li key={warning}>{message[locale]}</li>
          ))}
        </ul>
      </div>
    </section>
  );
}
