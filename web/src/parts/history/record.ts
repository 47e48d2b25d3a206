/** Results kept on this device: their data, comparison and trend. */

import type { AnalysisResult, Assessment } from "../../api/client";
import { PLACES, type Place } from "../../assessment/shots";
import { parseRoute } from "../../shell/route";
import {
  type Grade,
  HEAD_REGIONS,
  type HeadRegion,
  SYMPTOMS,
  type Symptom,
} from "../../vocabulary";

/** A finished assessment as the API returned it, and a thumbnail if the person chose that. */
export interface KeptResult {
  id: string;
  keptAt: string;
  assessment: Omit<Assessment, "result">;
  result: AnalysisResult;
  /** JPEG as a data: URL, so that an export is one text file. */
  photo: string | null;
  /** Route of the check of several places that it belongs to. */
  check?: string | undefined;
}

/** Return the results in groups, newest first: those of one check are together. */
export function byCheck(kept: readonly KeptResult[]): KeptResult[][] {
  const groups = new Map<string, KeptResult[]>();
  for (const each of newestFirst(kept)) {
    const key = each.check ?? each.id;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()];
}

/** Return the place of a check that a result is of; null where it is of no check. */
export function placeOf({ id, check }: KeptResult): Place | null {
  const route = parseRoute(check ?? "");
  if (route.name !== "check") return null;
  return PLACES.find((place) => route.ids[place] === id) ?? null;
}

export function newestFirst(kept: readonly KeptResult[]): KeptResult[] {
  return [...kept].sort((a, b) => takenAt(b) - takenAt(a));
}

export function takenAt({ assessment }: Pick<KeptResult, "assessment">): number {
  return Date.parse(assessment.createdAt);
}

/**
 * Return the newest results from before this assessment, at most `most`.
 *
 * Only those of the same sex and age group: several people may use one device.
 */
export function earlierResults(
  kept: readonly KeptResult[],
  { id, createdAt, cohort }: KeptResult["assessment"],
  most: number,
): KeptResult[] {
  return newestFirst(kept)
    .filter((each) => each.id !== id && takenAt(each) < Date.parse(createdAt))
    .filter(
      ({ assessment }) =>
        assessment.cohort.sex === cohort.sex && assessment.cohort.ageGroup === cohort.ageGroup,
    )
    .slice(0, most);
}

/** Milliseconds; a scalp does not change faster, so that differences come from light and place. */
export const LEAST_APART = 12 * 60 * 60 * 1000;

/**
 * Return the newest result of the same head region and cohort from before this assessment, or null. Photos of
 * the last hours are left out.
 */
export function lastOfSameSpot(
  kept: readonly KeptResult[],
  assessment: KeptResult["assessment"],
): KeptResult | null {
  if (assessment.site === null) return null;
  const latest = takenAt({ assessment }) - LEAST_APART;
  const earlier = earlierResults(kept, assessment, kept.length);
  const ofSite = earlier.filter((each) => each.assessment.site === assessment.site);
  return ofSite.find((each) => takenAt(each) <= latest) ?? null;
}

/**
 * Return a name for each result, by id: its moment, to the second where two share a minute, and a number where
 * they share a second.
 */
export function distinctNames(
  kept: readonly KeptResult[],
  toMinute: (iso: string) => string,
  toSecond: (iso: string) => string,
): Map<string, string> {
  const named = (name: (iso: string) => string) => groupBy(kept, (each) => name(takenIso(each)));
  const minutes = named(toMinute);
  const seconds = named(toSecond);
  return new Map(
    kept.map((each) => {
      const minute = toMinute(takenIso(each));
      if (minutes.get(minute)?.length === 1) return [each.id, minute];
      const second = toSecond(takenIso(each));
      const alike = seconds.get(second) ?? [];
      return [each.id, alike.length > 1 ? `${second} (${alike.indexOf(each) + 1})` : second];
    }),
  );
}

function takenIso({ assessment }: KeptResult): string {
  return assessment.createdAt;
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

type NotComparable = "same_result" | "site_missing" | "other_site";

/** Return why two results cannot be compared, or null. */
export function whyNotComparable(a: KeptResult, b: KeptResult): NotComparable | null {
  if (a.id === b.id) return "same_result";
  if (a.assessment.site === null || b.assessment.site === null) return "site_missing";
  return a.assessment.site === b.assessment.site ? null : "other_site";
}

/**
 * Return the pair to compare first, older before newer: the newest two of one head region, if possible with
 * enough time between them.
 */
export function pairToCompare(kept: readonly KeptResult[]): [KeptResult, KeptResult] | null {
  const ordered = newestFirst(kept);
  for (const apart of [LEAST_APART, 0]) {
    for (const [index, newer] of ordered.entries()) {
      const older = ordered
        .slice(index + 1)
        .filter((each) => takenAt(newer) - takenAt(each) >= apart)
        .find((each) => whyNotComparable(each, newer) === null);
      if (older !== undefined) return [older, newer];
    }
  }
  const [newer, older] = ordered;
  return newer !== undefined && older !== undefined ? [older, newer] : null;
}

interface Change {
  symptom: Symptom;
  before: Grade;
  after: Grade;
  /** Whether one of the grades is uncertain, so that there may be no difference. */
  unsure: boolean;
}

export function changes(before: AnalysisResult, after: AnalysisResult): Change[] {
  return SYMPTOMS.map((symptom) => ({
    symptom,
    before: before.symptoms[symptom].grade,
    after: after.symptoms[symptom].grade,
    unsure: before.symptoms[symptom].uncertain || after.symptoms[symptom].uncertain,
  }));
}

/** Return the head regions with at least two results, most results first. */
export function trendRegions(kept: readonly KeptResult[]): HeadRegion[] {
  const count = (site: HeadRegion) => ofHeadRegion(kept, site).length;
  return HEAD_REGIONS.filter((site) => count(site) >= 2).sort((a, b) => count(b) - count(a));
}

/** Return the results of one head region, oldest first. */
export function ofHeadRegion(kept: readonly KeptResult[], site: HeadRegion): KeptResult[] {
  return newestFirst(kept.filter(({ assessment }) => assessment.site === site)).reverse();
}

export interface TrendPoint {
  at: number;
  grade: Grade;
  uncertain: boolean;
}

export function trendOf(kept: readonly KeptResult[], symptom: Symptom): TrendPoint[] {
  return kept.map((each) => {
    const { grade, uncertain } = each.result.symptoms[symptom];
    return { at: takenAt(each), grade, uncertain };
  });
}

interface ChartPoint extends TrendPoint {
  x: number;
  y: number;
}

/** Return the points with coordinates in a box: x by time, y by grade with 3 at the top. */
export function placePoints(
  points: readonly TrendPoint[],
  width: number,
  height: number,
): ChartPoint[] {
  const first = points[0]?.at ?? 0;
  const span = (points[points.length - 1]?.at ?? 0) - first;
  return points.map((point, index) => {
    const even = points.length < 2 ? 0.5 : index / (points.length - 1);
    const across = span > 0 ? (point.at - first) / span : even;
    return { ...point, x: across * width, y: height - (point.grade / 3) * height };
  });
}

/** Return an SVG path that holds each grade until the next photo: nothing is known in between. */
export function stepPath(points: readonly ChartPoint[]): string {
  return points
    .map(({ x, y }, index) =>
      index === 0 ? `M${round(x)} ${round(y)}` : `H${round(x)}V${round(y)}`,
    )
    .join("");
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
