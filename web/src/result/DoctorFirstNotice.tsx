import { CareIcon } from "../components/icons";
import { useI18n } from "../i18n";

interface DoctorFirstNoticeProps {
  text: string;
  class: string;
}

/** The advice to see a dermatologist before anything else, with a link to the hospital search. */
export function DoctorFirstNotice({ text, class: className }: DoctorFirstNoticeProps) {
  const { t } = useI18n();
  return (
    <div class={`notice notice-care ${className}`}>
      <CareIcon />
      <div>
        <p>
          <strong>{text}</strong>
        </p>
        <p>
          <a class="notice-link" href="#/clinics">
            {t("result.doctor.link")}
          </a>
        </p>
      </div>
    </div>
  );
}
