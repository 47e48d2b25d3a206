import type { AnalysisResult, Triage } from "../../api/client";
import { isUnfamiliar, presentSymptoms } from "../../result/findings";
import { AskBox } from "./AskBox";

interface AskSectionProps {
  result: AnalysisResult;
  triage: Triage | null;
}

/** The question box beside a result, whose grades choose suggestions and rank answers. */
export function AskSection({ result, triage }: AskSectionProps) {
  const symptoms = isUnfamiliar(result) ? [] : presentSymptoms(result);
  return <AskBox symptoms={symptoms} doctorFirst={triage?.withheld?.code === "doctor_first"} />;
}
