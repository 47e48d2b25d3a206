import type { AnalysisResult, Assessment } from "../../api";
import { Heading } from "../../components/Heading";
import { useMessages } from "../../i18n";
import en from "../../i18n/en/report.json";
import ko from "../../i18n/ko/report.json";

interface Props {
  assessment: Assessment;
  result: AnalysisResult;
}

export function ReportPage(_: Props) {
  const t = useMessages({ ko, en });
  return <Heading documentTitle={t("report.title")}>{t("report.title")}</Heading>;
}
