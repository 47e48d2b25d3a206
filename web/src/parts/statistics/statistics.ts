/** Statistics of groups as the API returns them, and values derived from them. */

import type { components } from "../../api/openapi";
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

/** Return how many of ten people have `grade`, rounded; 0 also where fewer than one in twenty have it. */
export function inTen(counts: readonly number[], grade: Grade): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return total === 0 ? 0 : Math.round((10 * (counts[grade] ?? 0)) / total);
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
