/**
 * State of a self-check, from the photo to the result; independent of the view.
 *
 * The URL holds the route; this store holds how far the assessment behind it has come.
 */

import { type AnalysisResult, ApiError, type Assessment, type Rejection } from "../api/client";
import { assessmentOf, type Route } from "../shell/route";
import {
  type Answers,
  afterAssessment,
  NO_ANSWERS,
  type SavedAnswers,
  toRequest,
  toSaved,
} from "./answers";
import { pollUntilFinished } from "./polling";
import { type PreparedPhoto, releasePhoto } from "./preparedPhoto";
import { type SendPorts, sendPhoto } from "./sendPhoto";

export type Stage =
  | { name: "idle" }
  | { name: "loading" }
  | { name: "starting" }
  | { name: "uploading"; fraction: number }
  | { name: "received" }
  | { name: "analysing" }
  | { name: "paused"; during: "loading" | "sending" | "analysing"; reason: "offline" | "retrying" }
  | { name: "done"; assessment: Assessment; result: AnalysisResult }
  | { name: "rejected"; rejection: Rejection }
  | { name: "problem"; code: string; retry: "send" | "ask" }
  | { name: "deleted" };

export interface JourneyState {
  route: Route;
  stage: Stage;
  answers: Answers;
  /** Answers on this device; null unless the person saved them. */
  saved: SavedAnswers | null;
  photo: PreparedPhoto | null;
  /** Id of the assessment that the photo in memory belongs to. */
  photoOf: string | null;
}

/** What the store needs from outside: the API, the connection, and the address bar. */
export interface JourneyPorts extends SendPorts {
  get: (id: string, signal: AbortSignal) => Promise<Assessment>;
  navigate: (route: Route, how: "push" | "replace") => void;
  loadSample: () => Promise<PreparedPhoto>;
}

export class Journey {
  #state: JourneyState;
  #listeners = new Set<() => void>();
  #running = new AbortController();

  constructor(
    private readonly ports: JourneyPorts,
    route: Route,
    /** Restored after a reload of the page. */
    kept: Pick<JourneyState, "answers" | "saved" | "photo" | "photoOf"> = {
      answers: NO_ANSWERS,
      saved: null,
      photo: null,
      photoOf: null,
    },
  ) {
    this.#state = { route: { name: "start" }, stage: { name: "idle" }, ...kept };
    this.visit(route);
  }

  get state(): JourneyState {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Follow a change of the URL by link, typing, or the browser's back and forward. */
  visit(route: Route): void {
    const { route: current, stage } = this.#state;
    const id = assessmentOf(route);
    if (id !== null && id === assessmentOf(current) && stage.name !== "idle") {
      this.#set({ route }); // between a result and its report
      return;
    }
    this.#stop();
    if (id !== null) {
      this.#set({ route });
      void this.#follow(id);
    } else {
      this.#set({ route, stage: { name: "idle" } });
    }
  }

  answer(change: Partial<Answers>): void {
    this.#set({ answers: { ...this.#state.answers, ...change } });
  }

  /** Delete the answers on this device and in the form. */
  forgetAnswers(): void {
    this.#set({ answers: NO_ANSWERS, saved: null });
  }

  /** Save the answers on this device if the person asks for it. */
  saveAnswers(): void {
    const { answers, saved } = this.#state;
    this.#set({ saved: toSaved(answers, saved) });
  }

  /** Note that the photos which the answers were for have been assessed. */
  endAnswers(): void {
    this.#set({ answers: afterAssessment(this.#state.answers) });
  }

  setPhoto(photo: PreparedPhoto | null): void {
    releasePhoto(this.#state.photo);
    this.#set({ photo, photoOf: null });
  }

  /** Show the sample's result: a drawing, for which nobody has to consent. */
  async trySample(): Promise<void> {
    const signal = this.#stop();
    this.setPhoto(null);
    this.#set({ stage: { name: "starting" } });
    const work = async () => {
      const sample = await this.ports.loadSample();
      if (signal.aborted) return releasePhoto(sample);
      this.setPhoto(sample);
      return this.submit();
    };
    await this.#guard(signal, work, () => "send");
  }

  /**
   * Create an assessment, upload its photo, and wait for the result; save the answers if asked for.
   *
   * Without a photo or a required answer nothing happens.
   */
  async submit(): Promise<void> {
    const { answers, photo } = this.#state;
    const request = photo && (photo.sample ? "sample" : toRequest(answers, photo.contentType));
    if (photo === null || request === null) return;
    const signal = this.#stop();
    const began = Date.now();
    this.#set({ stage: { name: "starting" } });
    if (request !== "sample") this.saveAnswers();
    let sent = false;
    const work = async () => {
      const created = await sendPhoto(this.ports, {
        request,
        file: photo.file,
        signal,
        onCreated: ({ id }) => {
          const again = assessmentOf(this.#state.route) !== null;
          this.#set({ photoOf: id, route: { name: "assessment", id } });
          this.ports.navigate(this.#state.route, again ? "replace" : "push");
        },
        onProgress: (fraction) => {
          if (!signal.aborted) this.#set({ stage: { name: "uploading", fraction } });
        },
        onPaused: (reason) => this.#set({ stage: { name: "paused", during: "sending", reason } }),
      });
      sent = true;
      await this.#poll(created.id, Date.now() - began, { name: "received" }, signal);
    };
    await this.#guard(signal, work, () => (sent ? "ask" : "send"));
  }

  /** Retry what failed: send the photo again if it never arrived, else fetch the result. */
  async retry(): Promise<void> {
    const { route, stage } = this.#state;
    if (stage.name !== "problem") return;
    const id = assessmentOf(route);
    if (stage.retry === "send") await this.submit();
    else if (id !== null) await this.#follow(id);
  }

  /** Abort what is running, delete it on the server, and return to the photo page. */
  cancel(): void {
    const { route } = this.#state;
    this.#stop();
    const id = assessmentOf(route);
    if (id !== null) this.ports.remove(id).catch(() => undefined);
    this.#go({ name: "photo" }, "replace");
  }

  /** Delete the result on the server and the photo here; reject when the server refused. */
  async remove(): Promise<void> {
    const { route } = this.#state;
    const id = assessmentOf(route);
    if (id === null) return;
    await this.ports.remove(id).catch((error: unknown) => {
      const gone = error instanceof ApiError && error.code === "assessment_not_found";
      if (!gone) throw error;
    });
    this.setPhoto(null);
    this.showDeleted();
  }

  /** Say that what the page showed has been deleted. */
  showDeleted(): void {
    this.#go({ name: "start" }, "replace");
    this.#set({ stage: { name: "deleted" } });
  }

  /** Delete what is left under an address without a result: a consented copy of the photo. */
  async removeLeftovers(): Promise<void> {
    const signal = this.#stop();
    this.#set({ stage: { name: "loading" } });
    await this.#guard(
      signal,
      () => this.remove(),
      () => "ask",
    );
  }

  /** Open the photo page, without a photo and with the same answers. */
  anotherPhoto(): void {
    this.setPhoto(null);
    this.#go({ name: "photo" }, "push");
  }

  startOver(): void {
    this.setPhoto(null);
    this.home();
  }

  home(): void {
    this.#go({ name: "start" }, "push");
  }

  #follow(id: string): Promise<void> {
    const signal = this.#stop();
    const work = () => this.#poll(id, 0, { name: "loading" }, signal);
    return this.#guard(signal, work, () => "ask");
  }

  async #poll(id: string, waitedMs: number, stage: Stage, signal: AbortSignal) {
    this.#set({ stage });
    const assessment = await pollUntilFinished({
      fetchAssessment: () => this.ports.get(id, signal),
      signal,
      onPending: () => this.#set({ stage: { name: "analysing" } }),
      connection: this.ports.connection,
      onPaused: () => {
        const during = this.#state.stage.name === "loading" ? "loading" : "analysing";
        this.#set({ stage: { name: "paused", during, reason: "offline" } });
      },
      waitedMs,
    });
    const finished = outcome(assessment);
    this.#set({ stage: finished });
    if (finished.name === "done") this.endAnswers();
  }

  /** Run `work` and turn its errors into a stage, unless newer work has aborted it. */
  async #guard(
    signal: AbortSignal,
    work: () => Promise<void>,
    retry: () => "send" | "ask",
  ): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (signal.aborted) return;
      const code = error instanceof ApiError ? error.code : "unexpected";
      this.#set({ stage: { name: "problem", code, retry: retry() } });
    }
  }

  /** Abort what is running, and return the signal for what starts next. */
  #stop(): AbortSignal {
    this.#running.abort();
    this.#running = new AbortController();
    return this.#running.signal;
  }

  #go(route: Route, how: "push" | "replace"): void {
    this.#stop();
    this.#set({ route, stage: { name: "idle" } });
    this.ports.navigate(route, how);
  }

  #set(change: Partial<JourneyState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

/** Return the stage that a finished assessment is shown in. */
export function outcome(assessment: Assessment): Stage {
  const { status, result, rejection } = assessment;
  if (status === "rejected" && rejection !== null) return { name: "rejected", rejection };
  if (status === "done" && result !== null) return { name: "done", assessment, result };
  const code = status === "failed" ? "failed" : "unexpected";
  return { name: "problem", code, retry: "send" };
}
