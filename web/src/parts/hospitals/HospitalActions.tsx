import type { Hospital } from "./hospital";
import type { HospitalMessages } from "./messages";

interface HospitalActionsProps {
  hospital: Hospital;
  text: HospitalMessages;
}

/** What to do about a hospital: call it, find the way, book on its page of Naver Map. */
export function HospitalActions({ hospital, text }: HospitalActionsProps) {
  const { say } = text;
  const { phone, name, links } = hospital;
  return (
    <ul role="list" class="clinic-actions">
      {phone !== null && (
        <li>
          <a class="button button-quiet button-small" href={`tel:${phone}`}>
            {say("clinics.call", { phone })}
          </a>
        </li>
      )}
      <Outside href={links.kakaoRoute} label={say("clinics.route")} {...{ name, text }} />
      <Outside href={links.naverSearch} label={say("clinics.book")} {...{ name, text }} />
    </ul>
  );
}

interface OutsideProps {
  href: string;
  label: string;
  name: string;
  text: HospitalMessages;
}

function Outside({ href, label, name, text }: OutsideProps) {
  return (
    <li>
      <a
        class="button button-quiet button-small"
        href={href}
        target="_blank"
        rel="noopener noreferrer"
      >
        {label}
        <span class="visually-hidden">
          {" "}
          (<span lang="ko">{name}</span>, {text.say("clinics.window")})
        </span>
      </a>
    </li>
  );
}
