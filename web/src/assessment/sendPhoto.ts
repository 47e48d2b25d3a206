/** One photo to the bucket, through lost connections and expired upload forms. */

import { throwIfAborted } from "../api/abort";
import { ApiError, type CreatedAssessment, type NewAssessment, type Upload } from "../api/client";
import type { Connection } from "../shell/connection";
import { pause, retryDelay } from "./polling";

export interface SendingPorts {
  create: (request: NewAssessment, signal: AbortSignal) => Promise<CreatedAssessment>;
  upload: (
    target: Upload,
    file: Blob,
    onProgress: (fraction: number) => void,
    signal: AbortSignal,
  ) => Promise<void>;
  remove: (id: string) => Promise<void>;
  connection: Connection;
}

export interface Sending {
  request: NewAssessment;
  file: Blob;
  signal: AbortSignal;
  /** A form for the upload is there: the first, or one in place of an expired one. */
  onCreated: (created: CreatedAssessment) => void;
  onProgress: (fraction: number) => void;
  /** Nothing moves: the device is off line, or a moment passes before the next try. */
  onPaused: (reason: "offline" | "retrying") => void;
  sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
}

const RETRIES = 3;

/**
 * The assessment that the photo was sent for.
 *
 * A broken upload goes on with the form it has: S3 keeps nothing of half a photo, and the same key
 * twice is the same photo. A form that has expired, by the device's clock or by the bucket's word,
 * is replaced; the assessment it belonged to is forgotten.
 */
export async function sendPhoto(ports: SendingPorts, sending: Sending): Promise<CreatedAssessment> {
  const { request, file, signal, onCreated, onProgress, onPaused, sleep = pause } = sending;
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
      } else if (error.code === "network" && ports.connection.lost()) {
        interrupted = true;
        onPaused("offline");
        await ports.connection.back(signal);
      } else {
        // Before anything began, a person would rather know at once that the server is away.
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
