import { useI18n } from "../i18n";

/** A paragraph with the link to the hospital search, for notices. */
export function HospitalSearchLink() {
  const { t } = useI18n();
  return (
    <p>
      <a class="notice-link" href="#/clinics">
        {t("result.doctor.link")}
      </a>
    </p>
  );
}
