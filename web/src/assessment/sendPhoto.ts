/** Upload of one photo, through lost connections and expired presigned POSTs. */

import { throwIfAborted } from "../api/abort";
import {
  ApiError,
  type AssessmentRequest,
  type CreatedAssessment,
  type Upload,
} from "../api/client";
import type { Connection } from "../shell/connection";
import { abortableDelay, retryDelay } from "./polling";

export interface SendPorts {
  create: (request: AssessmentRequest, signal: AbortSignal) => Promise<CreatedAssessment>;
  upload: (
    target: Upload,
    file: Blob,
    onProgress: (fraction: number) => void,
    signal: AbortSignal,
  ) => Promise<void>;
  remove: (id: string) => Promise<void>;
  connection: Connection;
}

interface SendOptions {
  request: AssessmentRequest;
  file: Blob;
  signal: AbortSignal;
  /** Called for the first presigned POST, and for one that replaces an expired one. */
  onCreated: (created: CreatedAssessment) => void;
  onProgress: (fraction: number) => void;
  /** Called when the upload pauses: the device is offline, or the next try is delayed. */
  onPaused: (reason: "offline" | "retrying") => void;
  sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
}

const RETRIES = 3;

/**
 * Upload the photo and return its assessment.
 *
 * A broken upload is repeated with the same presigned POST: S3 stores nothing of an incomplete photo, and
 * the same key twice is the same photo. A presigned POST that has expired, by the device's clock or by
 * the bucket's response, is replaced, and the assessment it belonged to is deleted.
 */
export async function sendPhoto(
  ports: SendPorts,
  sending: SendOptions,
): Promise<CreatedAssessment> {
  const {
    request,
    file,
    signal,
    onCreated,
    onProgress,
    onPaused,
    sleep = abortableDelay,
  } = sending;
  let created: CreatedAssessment | null = null;
  let failures = 0;
  let renewed = false;
  let interrupted = false;
  for (;;) {
    try {
      if (created === null || isExpired(created.upload)) {
        if (created !== null) ports.remove(created.id).catch(() => undefined);
        created = await ports.create(request, signal);
        throwIfAborted(signal);
        onCreated(created);
      }
      onProgress(0);
      await ports.upload(created.upload, file, onProgress, signal);
      return created;
    } catch (error) {
      throwIfAborted(signal);
      if (!(error instanceof ApiError)) throw error;
      if (error.code === "upload_expired" && created !== null && !renewed) {
        renewed = true;
        ports.remove(created.id).catch(() => undefined);
        created = null;
      } else if (error.code === "network" && ports.connection.isOffline()) {
        interrupted = true;
        onPaused("offline");
        await ports.connection.whenOnline(signal);
      } else {
        // Without an assessment yet, report at once that the server does not respond.
        const begun = created !== null || interrupted;
        if (!begun || !error.transient || failures >= RETRIES) throw error;
        onPaused("retrying");
        await sleep(retryDelay(failures, error.retryAfterSeconds), signal);
        failures += 1;
      }
    }
  }
}

function isExpired(upload: Upload): boolean {
  return Date.parse(upload.expiresAt) <= Date.now();
}
