/** The photo's way to the bucket: a presigned multipart POST, by XHR because fetch tells no progress. */

import { ApiError, type Upload } from "./api";

const TIMEOUT_MS = 120_000;

/**
 * Send `file` to `target`; `onProgress` gets the fraction sent, 0 … 1.
 *
 * Rejects with an {@link ApiError}: `network` when the connection broke, `upload_refused` when the
 * bucket said no (link expired, wrong size or type), and with the signal's reason when aborted.
 */
export function uploadPhoto(
  target: Upload,
  file: Blob,
  onProgress: (fraction: number) => void,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(target.fields)) form.append(name, value);
    form.append("file", file, "photo"); // S3 reads no field after the file, and needs no name

    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    const settle = (finish: () => void) => {
      signal.removeEventListener("abort", abort);
      finish();
    };
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    };
    request.onload = () =>
      settle(() => {
        if (request.status >= 200 && request.status < 300) return resolve();
        const code = request.status >= 500 ? "backend_unavailable" : "upload_refused";
        return reject(new ApiError(code, request.status));
      });
    request.onerror = request.ontimeout = () => settle(() => reject(new ApiError("network", 0)));
    request.onabort = () => settle(() => reject(signal.reason));
    request.open("POST", target.url);
    request.timeout = TIMEOUT_MS;
    if (signal.aborted) return reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    request.send(form);
  });
}
