import { useI18n } from "../../i18n";
import { SYMPTOMS } from "../../vocabulary";

/** The head cells of six columns, one for each symptom. */
export function SymptomHeads() {
  const { t } = useI18n();
  return SYMPTOMS.map((symptom) => (
    <th key={symptom} scope="col">
      <span class="sentence-case">{t(`symptom.${symptom}`)}</span>
    </th>
  ));
}
