/** Statistics of groups as the API returns them, and values derived from them. */

import type { components } from "../../api/openapi";
import { wholePercents } from "../../result/findings";
import type { Grade, ScalpType, Symptom } from "../../vocabulary";

type Schemas = components["schemas"];

export type ReferenceStatistics = Schemas["ReferenceStatistics"];
export type ReferenceSeries = Schemas["ReferenceSeries"];
export type ReferenceValue = Schemas["ReferenceValue"];

/** OpenAPI cannot say that every symptom and type is a key; the API's model guarantees it. */
export type GroupStatistics = Omit<Schemas["GroupStatistics"], "symptoms" | "scalpTypes"> & {
  symptoms: Record<Symptom, Schemas["SymptomStatistics"]>;
  scalpTypes: Record<ScalpType, number>;
};
export type Statistics = GroupStatistics | Schemas["SuppressedStatistics"];
export type StatisticsView = Omit<Schemas["StatisticsView"], "group" | "everyone"> & {
  group: Statistics;
  everyone: Statistics;
};

/** The rank of a grade among a hundred people. */
export interface Standing {
  heavier: number;
  same: number;
  lighter: number;
  /** Rank from the most severe, 1 … 100: the middle of those with the same grade. */
  place: number;
}

/**
 * Return how many of a hundred people have a higher, the same and a lower grade; they add up to 100.
 *
 * `percentile` counts half of those with the same grade as below, so that the rank lies in their middle.
 */
export function standing(counts: readonly number[], grade: Grade, percentile: number): Standing {
  const sum = (part: readonly number[]) => part.reduce((total, count) => total + count, 0);
  const [heavier = 0, same = 0, lighter = 0] = wholePercents([
    sum(counts.slice(grade + 1)),
    counts[grade] ?? 0,
    sum(counts.slice(0, grade)),
  ]);
  const place = Math.min(100, Math.max(1, Math.round(100 - percentile)));
  return { heavier, same, lighter, place };
}

/** Return two standard deviations of the noise, in percentage points of the group. */
export function noisePoints({ noise, total }: GroupStatistics): number {
  return Math.ceil((200 * noise) / total);
}

/** Return the scalp types that occur, the most frequent first. */
export function byFrequency(types: Record<ScalpType, number>): [ScalpType, number][] {
  return (Object.entries(types) as [ScalpType, number][])
    .filter(([, count]) => count > 0)
    .sort(([, a], [, b]) => b - a);
}
