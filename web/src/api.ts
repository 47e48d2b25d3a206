/** The API of ScalpSpectra: its types, its calls, and its errors by code. */

import type {
  AgeGroup,
  ContentType,
  Grade,
  ScalpType,
  Sex,
  Site,
  Symptom,
} from "./vocabulary";

export interface NewAssessment {
  sex: Sex;
  ageGroup: AgeGroup;
  consent: true;
  contentType: ContentType;
  site?: Site;
}

export interface UploadTarget {
  url: string;
  fields: Record<string, string>;
  expiresAt: string;
  maxBytes: number;
}

export interface AssessmentCreated {
  id: string;
  status: "pending";
  upload: UploadTarget;
  pollAfterSeconds: number;
}

/** Numbers 0–255, row by row, over the region of the photo that the models saw. */
export interface ActivationGrid {
  rows: number;
  columns: number;
  values: number[];
}

export interface SymptomFinding {
  grade: Grade;
  probabilities: [number, number, number, number];
  confidence: number;
  uncertain: boolean;
  activation: ActivationGrid;
}

export interface ScalpTypeFinding {
  scalpType: ScalpType;
  contributing: Symptom[];
  hairLoss: boolean;
  dandruffKind: "dry" | "oily" | null;
  mostProbable: { scalpType: ScalpType; probability: number }[];
}

/** A rectangle in fractions of the upright photo. */
export interface Region {
  left: number;
  top: number;
  width: number;
  height: number;
}

export interface AnalysisResult {
  symptoms: Record<Symptom, SymptomFinding>;
  type: ScalpTypeFinding;
  photo: { width: number; height: number; region: Region };
  warnings: string[];
  model: { version: string; trainedOn: "rendered" | "aihub" };
  timings: { decode: number; inference: number };
}

export interface Assessment {
  id: string;
  status: "pending" | "done" | "rejected" | "failed";
  cohort: { sex: Sex; ageGroup: AgeGroup };
  site: Site | null;
  createdAt: string;
  finishedAt: string | null;
  expiresAt: string;
  result: AnalysisResult | null;
  rejection: { code: string; detail: string } | null;
}

/** What an assessment's page answers, and how long to wait before asking again. */
export interface AssessmentReply {
  assessment: Assessment;
  retryAfterSeconds: number | null;
}

/** A call that failed. `code` is the problem's code, or `network` when no answer came at all. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    readonly code: string,
    readonly status: number,
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(`${code} (${status})`);
  }

  /** The same call may succeed a little later. */
  get transient(): boolean {
    return this.code === "network" || this.status === 429 || this.status >= 500;
  }
}

const BASE = "/api/v1/assessments";
const TIMEOUT_MS = 20_000;

/** Seconds until the moment that a Retry-After header names, as a number or as a date. */
export function parseRetryAfter(header: string | null, now: number = Date.now()): number | null {
  if (header === null) return null;
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : (Date.parse(header) - now) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : null;
}

async function call(path: string, init: RequestInit, signal?: AbortSignal): Promise<Response> {
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), TIMEOUT_MS);
  const forward = () => timeout.abort();
  signal?.addEventListener("abort", forward, { once: true });
  try {
    signal?.throwIfAborted();
    const response = await fetch(path, { ...init, signal: timeout.signal });
    if (response.ok) return response;
    throw await toError(response);
  } catch (error) {
    if (error instanceof ApiError) throw error;
    signal?.throwIfAborted();
    throw new ApiError("network", 0);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", forward);
  }
}

async function toError(response: Response): Promise<ApiError> {
  const problem: unknown = await response.json().catch(() => null);
  const code =
    typeof problem === "object" && problem !== null && "code" in problem
      ? String(problem.code)
      : "unexpected";
  return new ApiError(code, response.status, parseRetryAfter(response.headers.get("Retry-After")));
}

export async function createAssessment(
  request: NewAssessment,
  signal?: AbortSignal,
): Promise<AssessmentCreated> {
  const response = await call(
    BASE,
    {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(request),
    },
    signal,
  );
  return (await response.json()) as AssessmentCreated;
}

export async function getAssessment(id: string, signal?: AbortSignal): Promise<AssessmentReply> {
  const response = await call(`${BASE}/${id}`, { cache: "no-store" }, signal);
  return {
    assessment: (await response.json()) as Assessment,
    retryAfterSeconds: parseRetryAfter(response.headers.get("Retry-After")),
  };
}

export async function deleteAssessment(id: string): Promise<void> {
  await call(`${BASE}/${id}`, { method: "DELETE" });
}
