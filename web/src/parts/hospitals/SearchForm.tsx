import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { FieldError } from "../../components/ChoiceGroup";
import { useI18n } from "../../i18n";
import type { HospitalMessages } from "./messages";
import type { PositionFailure } from "./position";
import { normaliseName, type SearchQuery } from "./query";
import type { Regions } from "./useRegions";
import "../../components/textField.css";

interface SearchFormProps {
  regions: Regions;
  /** The current search, which the fields follow when it was started elsewhere. */
  query: SearchQuery | null;
  locating: boolean;
  positionFailure: PositionFailure | null;
  text: HospitalMessages;
  onSearch: (query: SearchQuery) => void;
  onNearby: () => void;
  onRetryRegions: () => void;
  /** The search by place. */
  children: ComponentChildren;
}

const LONGEST_NAME = 40;

/** Search nearby, by place, or by region and optionally name. */
export function SearchForm(props: SearchFormProps) {
  const { regions, query, locating, positionFailure, text } = props;
  const { say } = text;
  const { t } = useI18n();
  const [region, setRegion] = useState("");
  const [sigungu, setSigungu] = useState("");
  const [name, setName] = useState("");
  const [missing, setMissing] = useState(false);
  useEffect(() => {
    if (query?.by !== "region") return;
    setRegion(query.region);
    setSigungu(query.sigungu ?? "");
    setName(query.name);
    setMissing(false);
  }, [query]);
  const known = regions.name === "ready" ? regions.list.regions : [];
  const districts = known.find(({ code }) => code === region)?.sigungu ?? [];
  const submit = (event: Event) => {
    event.preventDefault();
    setMissing(region === "");
    if (region === "") document.getElementById("clinics-region")?.focus();
    else
      props.onSearch({ by: "region", region, sigungu: sigungu || null, name: normaliseName(name) });
  };
  return (
    <div class="card clinics-search">
      <div class="clinics-near">
        <button
          type="button"
          class="button button-primary button-wide"
          aria-disabled={locating}
          aria-describedby="clinics-privacy"
          onClick={() => !locating && props.onNearby()}
        >
          {say(locating ? "clinics.locating" : "clinics.near")}
        </button>
        <p class="hint" id="clinics-privacy">
          {say("clinics.privacy")}
        </p>
        <div role="status">
          {positionFailure && (
            <p class="clinics-noposition">{say(`clinics.position.${positionFailure}`)}</p>
          )}
        </div>
      </div>
      {props.children}
      <form class="clinics-form" noValidate onSubmit={submit}>
        <h2>{say("clinics.byregion")}</h2>
        {regions.name === "failed" && (
          <div role="alert" class="clinics-regions-failed">
            <p>{say("clinics.regions.failed")}</p>
            <button type="button" class="button button-small" onClick={props.onRetryRegions}>
              {t("problem.retry")}
            </button>
          </div>
        )}
        <div class="clinics-fields">
          <div class="clinics-field">
            <label for="clinics-region">{say("clinics.region")}</label>
            <select
              id="clinics-region"
              class="text-field"
              value={region}
              disabled={regions.name !== "ready"}
              required
              aria-invalid={missing || undefined}
              aria-describedby={missing ? "clinics-region-error" : undefined}
              onChange={(event) => {
                setRegion(event.currentTarget.value);
                setSigungu("");
                setMissing(false);
              }}
            >
              <option value="">
                {say(regions.name === "loading" ? "clinics.regions.loading" : "clinics.choose")}
              </option>
              {known.map((province) => (
                <option key={province.code} value={province.code}>
                  {say("clinics.counted", {
                    name: text.region(province),
                    count: province.hospitals,
                  })}
                </option>
              ))}
            </select>
            <FieldError
              id="clinics-region-error"
              text={missing ? say("clinics.region.missing") : null}
            />
          </div>
          <div class="clinics-field">
            <label for="clinics-sigungu">{say("clinics.sigungu")}</label>
            <select
              id="clinics-sigungu"
              class="text-field"
              value={sigungu}
              disabled={districts.length === 0}
              onChange={(event) => setSigungu(event.currentTarget.value)}
            >
              <option value="">{say("clinics.all")}</option>
              {districts.map((district) => (
                <option key={district.name} value={district.name} lang="ko">
                  {say("clinics.counted", { name: district.name, count: district.hospitals })}
                </option>
              ))}
            </select>
          </div>
          <div class="clinics-field clinics-field-name">
            <label for="clinics-name">
              {say("clinics.name")} <span class="mark">{t("form.optional")}</span>
            </label>
            <input
              id="clinics-name"
              class="text-field"
              type="search"
              value={name}
              maxLength={LONGEST_NAME}
              autocomplete="off"
              enterkeyhint="search"
              onInput={(event) => setName(event.currentTarget.value)}
            />
          </div>
        </div>
        <button type="submit" class="button" disabled={regions.name !== "ready"}>
          {say("clinics.find")}
        </button>
      </form>
    </div>
  );
}
