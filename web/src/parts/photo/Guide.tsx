import type { ComponentType } from "preact";
import { CheckIcon, CrossIcon } from "../../components/icons";
import { useMessages } from "../../i18n";
import en from "../../i18n/en/photo.json";
import ko from "../../i18n/ko/photo.json";
import {
  DistanceRight,
  DistanceWrong,
  LightRight,
  LightWrong,
  PartingRight,
  PartingWrong,
  ScopeRight,
  ScopeWrong,
} from "./drawings";

interface Rule {
  name: "parting" | "light" | "distance" | "scope";
  Right: ComponentType;
  Wrong: ComponentType;
}

const RULES: Rule[] = [
  { name: "parting", Right: PartingRight, Wrong: PartingWrong },
  { name: "light", Right: LightRight, Wrong: LightWrong },
  { name: "distance", Right: DistanceRight, Wrong: DistanceWrong },
  { name: "scope", Right: ScopeRight, Wrong: ScopeWrong },
];

/** How to take a usable photo; the text covers everything that the drawings show. */
export function Guide() {
  const t = useMessages({ ko, en });
  return (
    <section class="guide" aria-labelledby="guide-title">
      <h2 id="guide-title">{t("photo.guide.title")}</h2>
      <ul role="list">
        {RULES.map(({ name, Right, Wrong }) => (
          <li key={name} class="guide-rule">
            <div class="guide-drawings">
              <span class="guide-right">
                <Right />
                <CheckIcon size={16} />
              </span>
              <span class="guide-wrong">
                <Wrong />
                <CrossIcon />
              </span>
            </div>
            <div>
              <h3>{t(`photo.guide.${name}`)}</h3>
              <p>{t(`photo.guide.${name}.text`)}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
