import { Heading } from "../../components/Heading";
import { useMessages } from "../../i18n";
import en from "../../i18n/en/statistics.json";
import ko from "../../i18n/ko/statistics.json";

export function StatisticsPage() {
  const t = useMessages({ ko, en });
  return <Heading documentTitle={t("statistics.title")}>{t("statistics.title")}</Heading>;
}
