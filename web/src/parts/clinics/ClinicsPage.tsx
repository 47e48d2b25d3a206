import { Heading } from "../../components/Heading";
import { useMessages } from "../../i18n";
import en from "../../i18n/en/clinics.json";
import ko from "../../i18n/ko/clinics.json";

export function ClinicsPage() {
  const t = useMessages({ ko, en });
  return <Heading documentTitle={t("clinics.title")}>{t("clinics.title")}</Heading>;
}
