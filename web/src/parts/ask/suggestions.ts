import type { Symptom } from "../../vocabulary";
import type { Entry, Guide } from "./guide";

const MOST = 5;
/** Asked by anybody; those that fit a result come before them. */
const GENERAL = ["wash-how-often", "contagious", "pregnant", "doctor-when", "site-accuracy"];

/** Return questions to offer: of the present symptoms, the worst first, then general ones. */
export function suggestionsFor({ entries }: Guide, symptoms: readonly Symptom[]): Entry[] {
  const fitting = symptoms.flatMap((symptom) => {
    const about = entries.filter((entry) => entry.about[0] === symptom);
    about.sort((a, b) => a.about.length - b.about.length); // those about this symptom alone first
    return about.slice(0, symptom === symptoms[0] ? 2 : 1);
  });
  const general = GENERAL.flatMap((id) => entries.filter((entry) => entry.id === id));
  return [...new Set([...fitting.slice(0, MOST - 2), ...general])].slice(0, MOST);
}
