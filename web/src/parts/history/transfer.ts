/** Export and import of kept results as JSON, and export as CSV for spreadsheets. */

import * as v from "valibot";
import type { AnalysisResult, Assessment } from "../../api/client";
import { plausibleGrades } from "../../result/findings";
import { parseRoute } from "../../shell/route";
import {
  AGE_GROUPS,
  exhaustive,
  GRADES,
  HEAD_REGIONS,
  type ScalpType,
  SEXES,
  SYMPTOMS,
  type Symptom,
} from "../../vocabulary";
import { type KeptResult, newestFirst } from "./record";

const FORMAT = "scalpspectra-history";
const VERSION = 1;

/** Largest import: several hundred results with photos. */
export const MAX_IMPORT_BYTES = 50 * 1024 * 1024;
const MAX_PHOTO_CHARACTERS = 400_000;

const SCALP_TYPES = exhaustive<ScalpType>()(
  "normal",
  "dry",
  "oily",
  "sensitive",
  "seborrheic",
  "inflammatory",
  "dandruff",
  "hair_loss",
  "combined",
);
const WARNINGS = exhaustive<AnalysisResult["warnings"][number]>()(
  "low_resolution",
  "blurred",
  "too_dark",
  "too_bright",
  "unfamiliar",
);
const TRAINED_ON = exhaustive<AnalysisResult["model"]["trainedOn"]>()(
  "rendered",
  "aihub",
  "adapted",
);
const DANDRUFF_KINDS = exhaustive<NonNullable<AnalysisResult["type"]["dandruffKind"]>>()(
  "dry",
  "oily",
);

const fraction = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
/** Corner of a region, which rounding may put slightly outside of the photo. */
const place = v.pipe(v.number(), v.minValue(-0.01), v.maxValue(1.01));
const instant = v.pipe(
  v.string(),
  v.check((text) => !Number.isNaN(Date.parse(text))),
);
const side = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(64));
const byte = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(255));
const pixels = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000));
const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const word = v.pipe(v.string(), v.maxLength(60));
const identity = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));
const symptom = v.picklist(SYMPTOMS);

const finding = v.pipe(
  v.object({
    grade: v.picklist(GRADES),
    plausibleGrades: v.optional(v.pipe(v.array(v.picklist(GRADES)), v.minLength(1))), // missing in older results
    probabilities: v.tuple([fraction, fraction, fraction, fraction]),
    confidence: fraction,
    uncertain: v.boolean(),
    activation: v.pipe(
      v.object({ rows: side, columns: side, values: v.array(byte) }),
      v.check(({ rows, columns, values }) => values.length === rows * columns),
    ),
  }),
  v.transform((found) => ({ ...found, plausibleGrades: plausibleGrades(found) })),
);

const findings = Object.fromEntries(SYMPTOMS.map((name) => [name, finding])) as Record<
  Symptom,
  typeof finding
>;

const result = v.object({
  symptoms: v.object(findings),
  type: v.object({
    scalpType: v.picklist(SCALP_TYPES),
    contributing: v.array(symptom),
    hairLoss: v.boolean(),
    dandruffKind: v.nullable(v.picklist(DANDRUFF_KINDS)),
    mostProbable: v.array(v.object({ scalpType: v.picklist(SCALP_TYPES), probability: fraction })),
  }),
  photo: v.object({
    width: pixels,
    height: pixels,
    region: v.object({ left: place, top: place, width: place, height: place }),
  }),
  warnings: v.array(v.picklist(WARNINGS)),
  model: v.object({
    version: word,
    trainedOn: v.picklist(TRAINED_ON),
    adaptedPhotos: v.exactOptional(v.nullable(count)),
  }),
  timings: v.object({ decode: v.number(), inference: v.number() }),
}) satisfies v.GenericSchema<unknown, AnalysisResult>;

const assessment = v.object({
  id: identity,
  status: v.literal("done"),
  cohort: v.object({ sex: v.picklist(SEXES), ageGroup: v.picklist(AGE_GROUPS) }),
  site: v.nullable(v.picklist(HEAD_REGIONS)),
  research: v.optional(v.boolean(), false), // missing in files from before research consent existed
  createdAt: instant,
  finishedAt: v.nullable(instant),
  expiresAt: instant,
  rejection: v.null(),
}) satisfies v.GenericSchema<unknown, Omit<Assessment, "result">>;

const kept = v.pipe(
  v.object({
    id: identity,
    keptAt: instant,
    assessment,
    result,
    photo: v.nullable(
      v.pipe(
        v.string(),
        v.maxLength(MAX_PHOTO_CHARACTERS),
        v.regex(/^data:image\/jpeg;base64,[A-Za-z0-9+/]+=*$/),
      ),
    ),
    check: v.optional(
      v.pipe(
        v.string(),
        v.check((text) => parseRoute(text).name === "check"),
      ),
    ),
  }),
  v.check((each) => each.id === each.assessment.id),
) satisfies v.GenericSchema<unknown, KeptResult>;

const file = v.object({
  format: v.literal(FORMAT),
  version: v.literal(VERSION),
  results: v.array(kept),
});

export function toJson(results: readonly KeptResult[], exportedAt: string): string {
  const content = { format: FORMAT, version: VERSION, exportedAt, results: newestFirst(results) };
  return JSON.stringify(content);
}

/** Return the results of an exported file, or null if it is not a valid one. */
export function fromJson(text: string): KeptResult[] | null {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return null;
  }
  const parsed = v.safeParse(file, content);
  return parsed.success ? parsed.output.results : null;
}

export interface CsvLabels {
  columns: Record<
    | "date"
    | "site"
    | "sex"
    | "age"
    | "type"
    | "probability"
    | "warnings"
    | "model"
    | "trained"
    | "id",
    string
  >;
  grade: (symptom: Symptom) => string;
  confidence: (symptom: Symptom) => string;
  uncertain: (symptom: Symptom) => string;
  yes: string;
  no: string;
  site: (each: KeptResult) => string;
  sex: (each: KeptResult) => string;
  age: (each: KeptResult) => string;
  type: (each: KeptResult) => string;
  warnings: (each: KeptResult) => string;
  trained: (each: KeptResult) => string;
}

/** Return a CSV file with a row per result, newest first, in the page's language. */
export function toCsv(results: readonly KeptResult[], labels: CsvLabels): string {
  const { columns } = labels;
  const head = [
    columns.date,
    columns.site,
    columns.sex,
    columns.age,
    columns.type,
    columns.probability,
    ...SYMPTOMS.flatMap((name) => [
      labels.grade(name),
      labels.confidence(name),
      labels.uncertain(name),
    ]),
    columns.warnings,
    columns.model,
    columns.trained,
    columns.id,
  ];
  const rows = newestFirst(results).map((each) => {
    const { type, model, symptoms } = each.result;
    const own = type.mostProbable.find(({ scalpType }) => scalpType === type.scalpType);
    return [
      each.assessment.createdAt,
      labels.site(each),
      labels.sex(each),
      labels.age(each),
      labels.type(each),
      own === undefined ? "" : own.probability.toFixed(3),
      ...SYMPTOMS.flatMap((name) => {
        const { grade, confidence, uncertain } = symptoms[name];
        return [String(grade), confidence.toFixed(3), uncertain ? labels.yes : labels.no];
      }),
      labels.warnings(each),
      model.version,
      labels.trained(each),
      each.id,
    ];
  });
  // Excel reads the file as UTF-8 because of the byte order mark.
  return `\uFEFF${[head, ...rows].map((row) => row.map(csvCell).join(",")).join("\r\n")}\r\n`;
}

/**
 * Return an escaped CSV cell that no spreadsheet runs as a formula: text that begins like one gets an
 * apostrophe, as OWASP recommends, because imported files may hold any text.
 */
export function csvCell(text: string): string {
  const harmless = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n']/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
