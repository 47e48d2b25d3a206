import { useMessages } from "../../i18n";
import en from "../../i18n/en/ask.json";
import ko from "../../i18n/ko/ask.json";
import { Heading } from "../../shell/Heading";
import { AskBox } from "./AskBox";

/** The question box on a page of its own. */
export function AskPage() {
  const t = useMessages({ ko, en });
  return (
    <div class="ask-page">
      <Heading documentTitle={t("ask.title")}>{t("ask.title")}</Heading>
      <p class="lead">{t("ask.lead")}</p>
      <div class="card">
        <h2 class="visually-hidden">{t("ask.label")}</h2>
        <AskBox />
      </div>
    </div>
  );
}
