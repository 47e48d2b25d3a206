import sampleUrl from "../../../../infra/local/sample/scalp.jpg";
import type { Rejection } from "../../api/client";
import { FileButton } from "../../components/FileButton";
import { CameraIcon } from "../../components/icons";
import { useI18n, useMessages } from "../../i18n";
import en from "../../i18n/en/rejected.json";
import ko from "../../i18n/ko/rejected.json";
import { Heading } from "../../shell/Heading";
import { hasCamera } from "./camera";
import "./rejected.css";

interface RejectedPageProps {
  rejection: Rejection;
  photoUrl: string | null;
  onFile: (file: File) => void;
  onCamera: () => void;
  onGuide: () => void;
}

/** Why the server rejected a photo, with a good example beside it, and the ways to another one. */
export function RejectedPage(props: RejectedPageProps) {
  const { rejection, photoUrl, onFile, onCamera, onGuide } = props;
  const { locale } = useI18n();
  const t = useMessages({ ko, en });
  const camera = hasCamera();
  return (
    <section class="card rejected">
      <Heading documentTitle={t("rejected.document")}>{t("rejected.title")}</Heading>
      <p class="lead">{rejection.message[locale]}</p>
      <div class="examples">
        {photoUrl !== null && (
          <figure>
            <img src={photoUrl} alt="" />
            <figcaption>{t("rejected.own")}</figcaption>
          </figure>
        )}
        <figure>
          <img src={sampleUrl} alt="" />
          <figcaption>{t("rejected.example")}</figcaption>
        </figure>
      </div>
      <p class="hint">{t("rejected.note")}</p>
      <div class="buttons">
        {camera && (
          <button type="button" class="button button-primary" onClick={onCamera}>
            <CameraIcon />
            {t("rejected.camera")}
          </button>
        )}
        <FileButton
          label={t("rejected.file")}
          class={camera ? "" : "button-primary"}
          onFile={onFile}
        />
        <button type="button" class="button" onClick={onGuide}>
          {t("rejected.guide")}
        </button>
      </div>
    </section>
  );
}
