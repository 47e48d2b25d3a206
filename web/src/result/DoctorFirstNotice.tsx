import { CareIcon } from "../components/icons";
import { HospitalLink } from "./HospitalLink";

interface DoctorFirstNoticeProps {
  text: string;
  class: string;
}

/** The advice to see a dermatologist before anything else, with a link to the hospital search. */
export function DoctorFirstNotice({ text, class: className }: DoctorFirstNoticeProps) {
  return (
    <div class={`notice notice-care ${className}`}>
      <CareIcon />
      <div>
        <p>
          <strong>{text}</strong>
        </p>
        <HospitalLink />
      </div>
    </div>
  );
}
