/** Client of the ScalpSpectra API: types, calls, and errors by code. */

import type { Symptom } from "../vocabulary";
import { throwIfAborted } from "./abort";
import type { components } from "./openapi";

type Schemas = components["schemas"];

export type NewAssessment = Schemas["NewAssessment"];
/** What to assess: a person's photo, or the project's own sample. */
export type AssessmentRequest = NewAssessment | "sample";
export type CreatedAssessment = Schemas["CreatedAssessment"];
export type Upload = Schemas["Upload"];
export type ActivationGrid = Schemas["ActivationGrid"];
export type Region = Schemas["Region"];
export type SymptomFinding = Schemas["SymptomFinding"];
export type ScalpTypeFinding = Schemas["ScalpTypeFinding"];
export type Triage = Schemas["TriageView"];
export type PatientAnswers = Schemas["Answers"];
export type FindingsBody = Schemas["FindingsBody"];
export type Rejection = Schemas["Rejection"];

/** OpenAPI cannot say that every symptom is a key; the API's model guarantees it. */
export type AnalysisResult = Omit<Schemas["ResultView"], "symptoms" | "triage"> & {
  symptoms: Record<Symptom, SymptomFinding>;
  /** Missing in results that an older version kept on the device, and in imported ones. */
  triage?: Triage;
};
export type Assessment = Omit<Schemas["AssessmentView"], "result"> & {
  result: AnalysisResult | null;
};

/** A failed call. `code` is the problem's code, or `network` when no response arrived. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    readonly code: string,
    readonly status: number,
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(`${code} (${status})`);
  }

  /** Whether the same call may succeed later. */
  get transient(): boolean {
    return this.code === "network" || this.status === 429 || this.status >= 500;
  }
}

const API = "/api/v1";
const BASE = `${API}/assessments`;
const TIMEOUT_MS = 20_000;

/** Return the seconds that a Retry-After header asks to wait; it holds a number or a date. */
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
    throwIfAborted(signal);
    const response = await fetch(path, { ...init, signal: timeout.signal });
    if (response.ok) return response;
    throw await toError(response);
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throwIfAborted(signal);
    throw new ApiError("network", 0);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", forward);
  }
}

/** Return the code for a response of the gateway or firewall, which has a status but no code. */
export function codeOfStatus(status: number): string {
  if (status === 403) return "blocked";
  if (status === 429) return "too_many_requests";
  return status >= 500 ? "backend_unavailable" : "unexpected";
}

async function toError(response: Response): Promise<ApiError> {
  const problem: unknown = await response.json().catch(() => null);
  const code =
    typeof problem === "object" && problem !== null && "code" in problem
      ? String(problem.code)
      : codeOfStatus(response.status);
  return new ApiError(code, response.status, parseRetryAfter(response.headers.get("Retry-After")));
}

/** Return the JSON body of a path below /api/v1; undefined and null query values are left out. */
export async function getJson<Body>(
  path: string,
  query: Record<string, string | number | null | undefined> = {},
  signal?: AbortSignal,
): Promise<Body> {
  const present = Object.entries(query).filter(
    ([, value]) => value !== undefined && value !== null,
  );
  const search = new URLSearchParams(present.map(([name, value]) => [name, String(value)]));
  const response = await call(`${API}${path}${present.length > 0 ? `?${search}` : ""}`, {}, signal);
  return (await response.json()) as Body;
}

/** Post a JSON body to a path below /api/v1, and return the response's. */
export async function postJson<Body>(
  path: string,
  body: unknown,
  signal?: AbortSignal,
): Promise<Body> {
  const init = {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  };
  const response = await call(`${API}${path}`, init, signal);
  return (await response.json()) as Body;
}

export function createAssessment(
  request: AssessmentRequest,
  signal?: AbortSignal,
): Promise<CreatedAssessment> {
  if (request === "sample") return postJson("/assessments-of-sample", {}, signal);
  return postJson("/assessments", request, signal);
}

export async function getAssessment(id: string, signal?: AbortSignal): Promise<Assessment> {
  const response = await call(`${BASE}/${id}`, { cache: "no-store" }, signal);
  return (await response.json()) as Assessment;
}

export async function deleteAssessment(id: string): Promise<void> {
  await call(`${BASE}/${id}`, { method: "DELETE" });
}
