import { OutsideLink } from "../../components/OutsideLink";
import { mapSearches } from "./mapSearches";
import type { HospitalMessages } from "./messages";

interface ElsewhereProps {
  /** Korean name of where is searched; null where none is known. */
  place: string | null;
  /** Whether the register with clinics is missing here. */
  incomplete: boolean;
  text: HospitalMessages;
}

/** Searches for a dermatologist on Kakao Map and Naver Map, and what this list lacks. */
export function Elsewhere({ place, incomplete, text }: ElsewhereProps) {
  const { say } = text;
  const { words, kakao, naver } = mapSearches(place);
  return (
    <div class={incomplete ? "clinics-elsewhere clinics-incomplete" : "clinics-elsewhere"}>
      <p>
        {incomplete && <strong>{say("clinics.incomplete")} </strong>}
        {say("clinics.elsewhere")}
      </p>
      <p class="buttons">
        <OutsideLink href={kakao} class="button button-small">
          {say("clinics.elsewhere.kakao")}
          <span class="visually-hidden">
            : <span lang="ko">{words}</span>
          </span>
        </OutsideLink>
        <OutsideLink href={naver} class="button button-small">
          {say("clinics.elsewhere.naver")}
          <span class="visually-hidden">
            : <span lang="ko">{words}</span>
          </span>
        </OutsideLink>
      </p>
    </div>
  );
}
