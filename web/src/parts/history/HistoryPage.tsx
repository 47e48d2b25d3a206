import { Heading } from "../../components/Heading";
import { useMessages } from "../../i18n";
import en from "../../i18n/en/history.json";
import ko from "../../i18n/ko/history.json";

export function HistoryPage() {
  const t = useMessages({ ko, en });
  return <Heading documentTitle={t("history.title")}>{t("history.title")}</Heading>;
}
