import { useRef, useState } from "preact/hooks";
import sampleUrl from "../../../infra/local/sample/scalp.jpg";
import { FieldError } from "../components/ChoiceGroup";
import { Heading } from "../components/Heading";
import { CameraIcon, DistanceIcon, LightIcon, PartingIcon } from "../components/icons";
import { useI18n, type MessageKey } from "../i18n";
import { PhotoError, preparePhoto, type PreparedPhoto } from "../photo";
import { CONTENT_TYPES } from "../vocabulary";

interface PhotoViewProps {
  photo: PreparedPhoto | null;
  onPhoto: (photo: PreparedPhoto | null) => void;
  onSubmit: () => void;
  onBack: () => void;
}

const ACCEPT = [...CONTENT_TYPES, ".heic", ".heif"].join(",");

export function PhotoView({ photo, onPhoto, onSubmit, onBack }: PhotoViewProps) {
  const { t } = useI18n();
  const [preparing, setPreparing] = useState(false);
  const [error, setError] = useState<MessageKey | null>(null);
  const [dragging, setDragging] = useState(false);
  const latest = useRef(0);

  /** Take the photo that `load` gives, unless another one was chosen meanwhile. */
  const take = async (load: () => Promise<File>) => {
    const turn = (latest.current += 1);
    setPreparing(true);
    setError(null);
    try {
      const prepared = await preparePhoto(await load());
      if (turn === latest.current) onPhoto(prepared);
    } catch (reason) {
      if (turn !== latest.current) return;
      onPhoto(null);
      setError(reason instanceof PhotoError ? `photo.error.${reason.fault}` : "photo.error.sample");
    } finally {
      if (turn === latest.current) setPreparing(false);
    }
  };
  const takeFirst = (files: FileList | null | undefined) => {
    const file = files?.[0];
    if (file) void take(() => Promise.resolve(file));
  };

  return (
    <div class="photo-page">
      <Heading documentTitle={t("photo.document")}>{t("photo.title")}</Heading>
      {!photo && <Tips />}
      <div
        class={dragging ? "card dropzone dropzone-over" : "card dropzone"}
        onDragOver={(event) => {
          event.preventDefault();
          setDragging(true);
        }}
        onDragLeave={() => setDragging(false)}
        onDrop={(event) => {
          event.preventDefault();
          setDragging(false);
          takeFirst(event.dataTransfer?.files);
        }}
      >
        {photo ? <Preview photo={photo} /> : <p class="drop-hint">{t("photo.drop")}</p>}
        <label class={photo ? "button file-button" : "button button-primary file-button"}>
          <input
            type="file"
            class="visually-hidden"
            accept={ACCEPT}
            aria-describedby="photo-formats photo-error"
            aria-invalid={error ? true : undefined}
            onChange={(event) => {
              takeFirst(event.currentTarget.files);
              event.currentTarget.value = ""; // the same file can be chosen again after an error
            }}
          />
          <CameraIcon />
          {photo ? t("photo.change") : t("photo.choose")}
        </label>
        {!photo && (
          <p class="hint" id="photo-formats">
            {t("photo.formats")}
          </p>
        )}
        <div role="status">
          {preparing && <p class="hint">{t("photo.preparing")}</p>}
          {photo && !preparing && <p class="visually-hidden">{t("photo.ready")}</p>}
          <FieldError id="photo-error" text={error && t(error)} />
        </div>
      </div>
      {!photo && (
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
      )}
      <div class="buttons buttons-spread">
        <button type="button" class="button" onClick={onBack}>
          {t("photo.back")}
        </button>
        {photo && (
          <button
            type="button"
            class="button button-primary"
            disabled={preparing}
            onClick={onSubmit}
          >
            {t("photo.submit")}
          </button>
        )}
      </div>
      <p class="hint photo-privacy">
        {t(photo && !photo.preview ? "photo.privacy.raw" : "photo.privacy")}
      </p>
    </div>
  );
}

async function loadSample(): Promise<File> {
  const response = await fetch(sampleUrl);
  if (!response.ok) throw new Error(`sample photo: ${response.status}`);
  return new File([await response.blob()], "scalp.jpg", { type: "image/jpeg" });
}

function Tips() {
  const { t } = useI18n();
  return (
    <section class="tips" aria-labelledby="tips-title">
      <h2 id="tips-title">{t("photo.tips.title")}</h2>
      <ul role="list">
        <li>
          <PartingIcon />
          {t("photo.tips.part")}
        </li>
        <li>
          <LightIcon />
          {t("photo.tips.light")}
        </li>
        <li>
          <DistanceIcon />
          {t("photo.tips.close")}
        </li>
      </ul>
    </section>
  );
}

const MEGABYTE = 1_000_000;

function Preview({ photo }: { photo: PreparedPhoto }) {
  const { t, decimal } = useI18n();
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
