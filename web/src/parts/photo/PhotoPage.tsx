import { useEffect, useRef, useState } from "preact/hooks";
import sampleUrl from "../../../../infra/local/sample/scalp.jpg";
import type { PreparedPhoto } from "../../assessment/preparedPhoto";
import { FieldError } from "../../components/ChoiceGroup";
import { CameraIcon } from "../../components/icons";
import { useI18n, useMessages } from "../../i18n";
import en from "../../i18n/en/photo.json";
import ko from "../../i18n/ko/photo.json";
import { Heading } from "../../shell/Heading";
import { CONTENT_TYPES } from "../../vocabulary";
import { CameraDialog } from "./CameraDialog";
import { hasCamera } from "./camera";
import { Findings } from "./Findings";
import { faultOf, PhotoError, type PhotoFault } from "./fault";
import { Guide } from "./Guide";
import { preparePhoto } from "./prepare";
import { useDroppedFiles } from "./useDroppedFiles";
import "./photo.css";

interface PhotoPageProps {
  photo: PreparedPhoto | null;
  onPhoto: (photo: PreparedPhoto | null) => void;
  onSubmit: () => void;
  onBack: () => void;
}

/**
 * Types for the file dialog. They are generous, because the bytes decide and many systems report a wrong
 * type or none. iPhones convert HEIC to JPEG unless it is listed.
 */
const ACCEPT = [
  "image/*",
  ...CONTENT_TYPES,
  "application/octet-stream",
  ".heic,.heif,.jfif",
].join();

export function PhotoPage({ photo, onPhoto, onSubmit, onBack }: PhotoPageProps) {
  const t = useMessages({ ko, en });
  const [preparing, setPreparing] = useState(false);
  const [error, setError] = useState<PhotoFault | null>(null);
  const [filming, setFilming] = useState(false);
  const latest = useRef(0);
  useEffect(
    () => () => {
      latest.current += 1; // ignore photos that are still being prepared
    },
    [],
  );

  /** Prepare the photo that `load` returns, unless another one is chosen meanwhile. */
  const take = async (load: () => Promise<Blob>) => {
    latest.current += 1;
    const turn = latest.current;
    setPreparing(true);
    setError(null);
    try {
      const prepared = await preparePhoto(await load());
      if (turn === latest.current) onPhoto(prepared);
    } catch (reason) {
      if (turn !== latest.current) return;
      onPhoto(null);
      setError(faultOf(reason));
    } finally {
      if (turn === latest.current) setPreparing(false);
    }
  };
  const takeFile = (file: Blob | null | undefined) => {
    if (file) void take(() => Promise.resolve(file));
  };
  const dragging = useDroppedFiles((file) => {
    if (file) takeFile(file);
    else setError("type");
  });
  const refused = photo?.findings.some((finding) => finding.refused) ?? false;

  return (
    <div class="photo-page">
      <Heading documentTitle={t("photo.document")}>{t("photo.title")}</Heading>
      <div class={dragging ? "card dropzone dropzone-over" : "card dropzone"}>
        {photo ? <Preview photo={photo} /> : <p class="drop-hint">{t("photo.drop")}</p>}
        <div class="buttons">
          <label class={photo ? "button file-button" : "button button-primary file-button"}>
            <input
              type="file"
              class="visually-hidden"
              accept={ACCEPT}
              aria-describedby="photo-formats photo-error"
              aria-invalid={error ? true : undefined}
              onChange={(event) => {
                takeFile(event.currentTarget.files?.[0]);
                event.currentTarget.value = ""; // the same file can be chosen again
              }}
            />
            {t(photo ? "photo.change" : "photo.choose")}
          </label>
          {hasCamera() && (
            <button type="button" class="button" onClick={() => setFilming(true)}>
              <CameraIcon />
              {t(photo ? "photo.camera.retake" : "photo.camera.open")}
            </button>
          )}
        </div>
        {!photo && (
          <p class="hint" id="photo-formats">
            {t("photo.formats")}
          </p>
        )}
        <div role="status">
          {preparing && <p class="hint">{t("photo.preparing")}</p>}
          {photo && !preparing && (
            <>
              <p class="visually-hidden">{t("photo.ready")}</p>
              <Findings findings={photo.findings} />
            </>
          )}
          <FieldError id="photo-error" text={error && t(`photo.error.${error}`)} />
        </div>
      </div>
      {filming && <CameraDialog onPhoto={takeFile} onClose={() => setFilming(false)} />}
      {!photo && (
        <>
          <div class="sample">
            <button
              type="button"
              class="button button-quiet"
              disabled={preparing}
              onClick={() => void take(loadSample)}
            >
              {t("photo.sample")}
            </button>
            <p class="hint">{t("photo.sample.note")}</p>
          </div>
          <Guide />
        </>
      )}
      <div class="buttons buttons-spread">
        <button type="button" class="button" onClick={onBack}>
          {t("photo.back")}
        </button>
        {photo && (
          <button
            type="button"
            class={refused ? "button" : "button button-primary"}
            disabled={preparing}
            onClick={onSubmit}
          >
            {t(refused ? "photo.submit.anyway" : "photo.submit")}
          </button>
        )}
      </div>
      <p class="hint photo-privacy">{t(photo?.asItWas ? "photo.privacy.raw" : "photo.privacy")}</p>
    </div>
  );
}

async function loadSample(): Promise<Blob> {
  try {
    const response = await fetch(sampleUrl);
    if (!response.ok) throw new Error(`${response.status}`);
    return await response.blob();
  } catch {
    throw new PhotoError("sample");
  }
}

const MEGABYTE = 1_000_000;

function Preview({ photo }: { photo: PreparedPhoto }) {
  const { decimal } = useI18n();
  const t = useMessages({ ko, en });
  if (photo.preview === null) return <p class="no-preview">{t("photo.nopreview")}</p>;
  const { url, width, height } = photo.preview;
  const bytes =
    photo.file.size >= MEGABYTE
      ? `${decimal(photo.file.size / MEGABYTE)} MB`
      : `${Math.ceil(photo.file.size / 1_000)} KB`;
  return (
    <figure class="preview">
      <img src={url} alt={t("photo.alt")} width={width} height={height} />
      <figcaption>{t("photo.size", { width, height, bytes })}</figcaption>
    </figure>
  );
}
