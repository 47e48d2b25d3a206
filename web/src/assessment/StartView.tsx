import { trainedOn } from "../../../model_artifacts/manifest.json";
import { FileButton } from "../components/FileButton";
import { AlertIcon, CheckIcon } from "../components/icons";
import { useDroppedFiles } from "../components/useDroppedFiles";
import { type MessageKey, useI18n } from "../i18n";
import { Heading } from "../shell/Heading";
import { formatRoute } from "../shell/route";
import type { SavedAnswers } from "./answers";
import lensUrl from "./lens.svg";
import { SavedNote } from "./SavedNote";

interface StartViewProps {
  saved: SavedAnswers | null;
  /** Called when a control gets the focus or pointer, to load the next page ahead. */
  onBegin: () => void;
  onFile: (file: File) => void;
  onGuide: () => void;
  onSample: () => void;
  /** Check three places at once. */
  onPlaces: () => void;
  onForget: () => void;
}

const PROMISES: MessageKey[] = [
  "start.promise.symptoms",
  "start.promise.keep",
  "start.promise.identity",
  "start.promise.device",
];

export function StartView(props: StartViewProps) {
  const { saved, onBegin, onFile, onGuide, onSample, onPlaces, onForget } = props;
  const { t } = useI18n();
  useDroppedFiles((file) => {
    if (file) onFile(file);
  });
  return (
    <div class="start">
      <img class="start-lens" src={lensUrl} alt="" width="320" height="320" />
      <div class="start-intro">
        <Heading documentTitle={t("start.document")}>{t("start.title")}</Heading>
        <p class="lead">{t("start.lead")}</p>
        {trainedOn === "rendered" && (
          <p class="start-honest">
            <AlertIcon />
            <span>{t("result.trained.rendered")}</span>
          </p>
        )}
        <div class="start-ways" onFocusCapture={onBegin} onPointerOver={onBegin}>
          <FileButton
            label={t("start.choose")}
            class="button-primary button-wide"
            onFile={onFile}
          />
          <div class="start-others">
            <button type="button" class="link-button" onClick={onGuide}>
              {t("start.guide")}
            </button>
            <button type="button" class="link-button" onClick={onSample}>
              {t("start.sample")}
            </button>
            <button type="button" class="link-button" onClick={onPlaces}>
              {t("start.places")}
            </button>
            <a class="link-button" href={formatRoute({ name: "ask" })}>
              {t("start.ask")}
            </a>
          </div>
        </div>
        {saved && <SavedNote saved={saved} onForget={onForget} />}
        <ul class="start-promises" role="list">
          {PROMISES.map((promise) => (
            <li key={promise}>
              <CheckIcon />
              {t(promise)}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
