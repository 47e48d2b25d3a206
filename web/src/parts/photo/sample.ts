/** The sample photo: a drawing, sent byte by byte, because the server accepts nothing else as the sample. */

import sampleUrl from "../../../../infra/local/sample/scalp.jpg";
import { ApiError } from "../../api/client";
import type { PreparedPhoto } from "../../assessment/preparedPhoto";
import { decodeImage } from "./canvas";

/** Return the sample, ready for upload; raise an {@link ApiError} if it cannot be loaded. */
export async function loadSample(): Promise<PreparedPhoto> {
  const file = await fetch(sampleUrl)
    .then((response) => (response.ok ? response.blob() : null))
    .catch(() => null);
  if (file === null) throw new ApiError("network", 0);
  const url = URL.createObjectURL(file);
  const image = await decodeImage(url);
  if (image === null) throw new ApiError("network", 0);
  const preview = { url, width: image.naturalWidth, height: image.naturalHeight };
  return { file, contentType: "image/jpeg", preview, findings: [], sample: true };
}
