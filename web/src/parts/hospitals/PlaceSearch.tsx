import { useState } from "preact/hooks";
import { FieldError } from "../../components/ChoiceGroup";
import type { HospitalMessages } from "./messages";
import { findPlaces, type Place } from "./places";
import { normaliseName } from "./query";

interface PlaceSearchProps {
  text: HospitalMessages;
  onPlace: (place: Place) => void;
}

const LONGEST = 40;

type State =
  | { name: "idle" | "loading" | "failed" | "none" }
  | { name: "found"; places: Place[]; chosen: Place };

/** Search by the name of a place; the likeliest is taken at once, the others are offered. */
export function PlaceSearch({ text, onPlace }: PlaceSearchProps) {
  const { say, locale } = text;
  const [typed, setTyped] = useState("");
  const [state, setState] = useState<State>({ name: "idle" });
  const take = (places: Place[], chosen: Place) => {
    setState({ name: "found", places, chosen });
    onPlace(chosen);
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    const name = normaliseName(typed);
    if (name === "") {
      document.getElementById("clinics-place")?.focus();
      return;
    }
    setState({ name: "loading" });
    try {
      const places = await findPlaces(name);
      const [first] = places;
      if (first) take(places, first);
      else setState({ name: "none" });
    } catch {
      setState({ name: "failed" });
    }
  };
  const others = state.name === "found" ? state.places.filter((one) => one !== state.chosen) : [];
  const wrong = state.name === "none" || state.name === "failed" ? state.name : null;
  return (
    <form class="clinics-place" noValidate onSubmit={(event) => void submit(event)}>
      <label for="clinics-place">{say("clinics.place")}</label>
      <div class="clinics-place-row">
        <input
          id="clinics-place"
          class="text-field"
          type="search"
          value={typed}
          maxLength={LONGEST}
          autocomplete="off"
          enterkeyhint="search"
          aria-invalid={wrong !== null || undefined}
          aria-describedby={wrong ? "clinics-place-hint clinics-place-error" : "clinics-place-hint"}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
        <button type="submit" class="button" aria-disabled={state.name === "loading"}>
          {say("clinics.place.find")}
        </button>
      </div>
      <p class="hint" id="clinics-place-hint">
        {say("clinics.place.hint")}
      </p>
      <FieldError id="clinics-place-error" text={wrong && say(`clinics.place.${wrong}`)} />
      {others.length > 0 && (
        <div class="clinics-place-others">
          <p class="hint">{say("clinics.place.others")}</p>
          <ul role="list">
            {others.map((place) => (
              <li key={`${place.name.ko} ${place.area.ko}`}>
                <button
                  type="button"
                  class="button button-quiet button-small"
                  onClick={() => state.name === "found" && take(state.places, place)}
                >
                  {place.name[locale]} <span class="mark">{place.area[locale]}</span>
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
    </form>
  );
}
