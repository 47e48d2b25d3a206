import { useEffect, useState } from "preact/hooks";
import type { PreparedPhoto } from "../../assessment/preparedPhoto";
import { FieldError } from "../../components/ChoiceGroup";
import { FileButton } from "../../components/FileButton";
import { CameraIcon } from "../../components/icons";
import { useDroppedFiles } from "../../components/useDroppedFiles";
import { useLatest } from "../../components/useLatest";
import { useI18n, useMessages } from "../../i18n";
import en from "../../i18n/en/photo.json";
import ko from "../../i18n/ko/photo.json";
import { Heading } from "../../shell/Heading";
import { CameraDialog } from "./CameraDialog";
import { hasCamera } from "./camera";
import { Findings, isDiscouraged } from "./Findings";
import { Guide } from "./Guide";
import { QuestionsBefore, type QuestionsBeforeProps } from "./QuestionsBefore";
import { Sheet, type SheetProps } from "./Sheet";
import { usePreparing } from "./usePreparing";
import "./photo.css";

/** How the page was entered: with a file that was chosen elsewhere, or for the camera. */
export type PhotoEntry = File | "camera" | null;

interface PhotoPageProps extends SheetProps, QuestionsBeforeProps {
  entry: PhotoEntry;
  /** Called once the entry has been handled, so that it is not handled again. */
  onEntered: () => void;
  photo: PreparedPhoto | null;
  onPhoto: (photo: PreparedPhoto | null) => void;
  onBack: () => void;
}

export function PhotoPage(props: PhotoPageProps) {
  const { entry, onEntered, photo, onPhoto, onSubmit, onBack } = props;
  const t = useMessages({ ko, en });
  const { preparing, error, setError, take } = usePreparing(onPhoto);
  const [filming, setFilming] = useState(false);
  const enter = useLatest(() => {
    if (entry === "camera") setFilming(hasCamera());
    else if (entry !== null) take(entry);
    if (entry !== null) onEntered();
  });
  useEffect(() => enter.current(), [enter]);
  const dragging = useDroppedFiles((file) => {
    if (file) take(file);
    else setError("type");
  });
  const discouraged = photo !== null && isDiscouraged(photo.findings);
  const submitLabel = t(discouraged ? "photo.submit.anyway" : "photo.submit");

  return (
    <div class={photo ? "photo-page photo-page-chosen" : "photo-page"}>
      <Heading documentTitle={t("photo.document")}>
        {t(photo ? "photo.title.chosen" : "photo.title")}
      </Heading>
      <div class="photo-and-questions">
        <div class={dragging ? "card dropzone dropzone-over" : "card dropzone"}>
          {photo ? <Preview photo={photo} /> : <p class="drop-hint">{t("photo.drop")}</p>}
          <div class="buttons">
            <FileButton
              label={t(photo ? "photo.change" : "photo.choose")}
              class={photo ? "" : "button-primary"}
              describedBy="photo-formats photo-error"
              invalid={error !== null}
              onFile={take}
            />
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
          <p class="hint photo-privacy">
            {t(photo?.asItWas ? "photo.privacy.raw" : "photo.privacy")}
          </p>
        </div>
        {!photo?.sample && <QuestionsBefore before={props.before} onBefore={props.onBefore} />}
      </div>
      {filming && (
        <CameraDialog
          again={{ answers: props.answers, onSite: (site) => props.onAnswer({ site }) }}
          onPhoto={take}
          onClose={() => setFilming(false)}
        />
      )}
      {photo === null && <Guide />}
      {photo !== null && !photo.sample && (
        <Sheet
          {...props}
          submitLabel={submitLabel}
          discouraged={discouraged}
          disabled={preparing}
        />
      )}
      <div class="buttons buttons-spread">
        <button type="button" class="button" onClick={onBack}>
          {t("photo.back")}
        </button>
        {photo?.sample && (
          <button type="button" class="button button-primary" onClick={onSubmit}>
            {submitLabel}
          </button>
        )}
      </div>
    </div>
  );
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
      <img
        src={url}
        alt={t("photo.alt")}
        width={width}
        height={height}
        style={{ "--ratio": width / height }}
      />
      <figcaption>{t("photo.size", { width, height, bytes })}</figcaption>
    </figure>
  );
}
