/** Presigned multipart POST of a photo; by XHR, because fetch reports no upload progress. */

import { abortError } from "../api/abort";
import { ApiError, type Upload } from "../api/client";

/** Milliseconds without progress after which the connection counts as lost. */
const STALLED_AFTER_MS = 30_000;

/** Error codes in the bucket's XML response, translated to the site's problem codes. */
const BY_S3_CODE: Record<string, string> = {
  EntityTooLarge: "upload_too_large",
  EntityTooSmall: "upload_empty",
  ExpiredToken: "upload_expired", // the signing role's session ended before the form did
  RequestTimeout: "network",
};

/** Return the problem code for a response of the bucket. */
export function uploadProblem(status: number, body: string): string {
  if (status >= 500) return "backend_unavailable";
  const [, code = ""] = /<Code>(\w+)<\/Code>/.exec(body) ?? [];
  const known = BY_S3_CODE[code];
  if (known !== undefined) return known;
  if (/policy expired/i.test(body)) return "upload_expired";
  if (/policy condition failed.*content-type/is.test(body)) return "upload_wrong_type";
  return status === 413 ? "upload_too_large" : "upload_refused";
}

/**
 * Send `file` to `target`; `onProgress` receives the fraction sent, 0 … 1.
 *
 * Rejects with an {@link ApiError}: `network` when the connection broke or stalled, a code of
 * {@link uploadProblem} when the bucket refused; with an AbortError when aborted.
 */
export function uploadPhoto(
  target: Upload,
  file: Blob,
  onProgress: (fraction: number) => void,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(abortError());
    const form = new FormData();
    for (const [name, value] of Object.entries(target.fields)) form.append(name, value);
    form.append("file", file, "photo"); // last: S3 ignores fields after the file

    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    let stallTimer = setTimeout(abort, STALLED_AFTER_MS);
    const settle = (finish: () => void) => {
      clearTimeout(stallTimer);
      signal.removeEventListener("abort", abort);
      finish();
    };
    request.upload.onprogress = (event) => {
      clearTimeout(stallTimer);
      stallTimer = setTimeout(abort, STALLED_AFTER_MS);
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    };
    request.onload = () =>
      settle(() => {
        const { status, responseText } = request;
        if (status >= 200 && status < 300) return resolve();
        return reject(new ApiError(uploadProblem(status, responseText), status));
      });
    const broken = () => settle(() => reject(new ApiError("network", 0)));
    request.onerror = broken;
    request.onabort = () => (signal.aborted ? settle(() => reject(abortError())) : broken());
    request.open("POST", target.url);
    signal.addEventListener("abort", abort, { once: true });
    return request.send(form);
  });
}
