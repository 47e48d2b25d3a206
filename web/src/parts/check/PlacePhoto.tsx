import { useEffect, useRef } from "preact/hooks";
import type { PreparedPhoto } from "../../assessment/preparedPhoto";
import { type Place, REGION_OF, type Shot } from "../../assessment/shots";
import { FieldError } from "../../components/ChoiceGroup";
import { FileButton } from "../../components/FileButton";
import { CameraIcon, HeadRegionIcon } from "../../components/icons";
import { useLatest } from "../../components/useLatest";
import { useMessages } from "../../i18n";
import en from "../../i18n/en/photo.json";
import ko from "../../i18n/ko/photo.json";
import { CameraDialog } from "../photo/CameraDialog";
import { hasCamera } from "../photo/camera";
import { Findings } from "../photo/Findings";
import { usePreparing } from "../photo/usePreparing";
import { useCheckMessages } from "./messages";

interface PlacePhotoProps {
  place: Place;
  shot: Shot;
  filming: boolean;
  onFilm: () => void;
  /** Called when the camera closes: whether a photo was taken. */
  onFilmed: (taken: boolean) => void;
  /** Called when the preparation of a photo begins and ends. */
  onBusy: (busy: boolean) => void;
  onPhoto: (photo: PreparedPhoto | null) => void;
}

/** One place: how to photograph it, its photo, and the ways to one. A photo that was sent stays. */
export function PlacePhoto(props: PlacePhotoProps) {
  const { place, shot, filming, onFilm, onFilmed, onBusy, onPhoto } = props;
  const t = useCheckMessages();
  const photoWords = useMessages({ ko, en });
  const { preparing, error, take } = usePreparing(onPhoto);
  const taken = useRef(false);
  const busy = useLatest(onBusy);
  useEffect(() => busy.current(preparing), [busy, preparing]);

  const { photo, id } = shot;
  const name = t(`check.place.${place}`);
  const errorId = `check-error-${place}`;
  const title = `check-${place}`;
  return (
    <li class="card check-place">
      <PlacePicture place={place} url={photo?.preview?.url ?? null} />
      <div class="check-words">
        <h2 id={title}>{name}</h2>
        {photo === null && id === null && <p class="hint">{t(`check.place.${place}.how`)}</p>}
        {id !== null && <p class="hint">{t("check.sent")}</p>}
        {photo !== null && photo.preview === null && (
          <p class="hint">{photoWords("photo.nopreview")}</p>
        )}
      </div>
      <div class="check-state" role="status">
        {preparing && <p class="hint">{photoWords("photo.preparing")}</p>}
        {photo !== null && id === null && !preparing && <Findings findings={photo.findings} />}
        <FieldError id={errorId} text={error && photoWords(`photo.error.${error}`)} />
      </div>
      {id === null && (
        <fieldset class="buttons check-ways" aria-labelledby={title}>
          {hasCamera() && (
            <button type="button" class="button button-small" onClick={onFilm}>
              <CameraIcon />
              {photoWords(photo ? "photo.camera.retake" : "photo.camera.open")}
            </button>
          )}
          <FileButton
            label={photoWords(photo ? "photo.change" : "photo.choose")}
            class="button-small"
            describedBy={errorId}
            invalid={error !== null}
            onFile={take}
          />
        </fieldset>
      )}
      {filming && (
        <CameraDialog
          place={name}
          onPhoto={(file) => {
            taken.current = true;
            take(file);
          }}
          onClose={() => {
            onFilmed(taken.current);
            taken.current = false;
          }}
        />
      )}
    </li>
  );
}

/** A place's photo, or a drawing of where it lies. */
export function PlacePicture({ place, url }: { place: Place; url: string | null }) {
  return (
    <span class="check-picture">
      {url === null ? (
        <HeadRegionIcon site={REGION_OF[place] ?? "top"} />
      ) : (
        <img src={url} alt="" />
      )}
    </span>
  );
}
