/** The networks' test-retest noise, from the evaluation that the model card is made of. */

import { readFileSync } from "node:fs";

const EVALUATION = new URL("../../model_artifacts/evaluation.json", import.meta.url);

interface Evaluation {
  modelVersion: string;
  /** Missing where no scalp was photographed twice. */
  retest?: { flipped: Record<string, { high: number }> } | null;
}

/** Return version and upper bounds of the shares of flipped grades as JavaScript. */
export function retest(): string {
  const { modelVersion, retest } = JSON.parse(readFileSync(EVALUATION, "utf8")) as Evaluation;
  if (!retest) return "null";
  const flips = Object.entries(retest.flipped).map(([symptom, { high }]) => [symptom, high]);
  return JSON.stringify({ version: modelVersion, flips: Object.fromEntries(flips) });
}
