import { useI18n } from "../i18n";

/** The way from an advice to see a dermatologist to the hospital search. */
export function HospitalLink() {
  const { t } = useI18n();
  return (
    <p>
      <a class="notice-link" href="#/clinics">
        {t("result.doctor.link")}
      </a>
    </p>
  );
}
