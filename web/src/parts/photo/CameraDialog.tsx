import { useEffect, useRef, useState } from "preact/hooks";
import type { Answers } from "../../assessment/answers";
import { CameraIcon } from "../../components/icons";
import { useModal } from "../../components/modal";
import { useMessages } from "../../i18n";
import en from "../../i18n/en/photo.json";
import ko from "../../i18n/ko/photo.json";
import type { HeadRegion } from "../../vocabulary";
import type { LastPhoto } from "../history/lastPhotos";
import {
  type CameraFault,
  closeCamera,
  faultOf,
  judgeLive,
  listCameras,
  openCamera,
  takePicture,
} from "./camera";
import { isCanvasFaithful } from "./canvas";
import { centreCrop } from "./crop";
import { GhostChoice } from "./Ghost";
import "../../components/textField.css";
import "./camera.css";

interface CameraDialogProps {
  /** Which place of the head to photograph, where that is asked for. */
  place?: string;
  /** Whose last photo may lie over the picture, and what to do when its head region is chosen. */
  again?: { answers: Answers; onSite: (site: HeadRegion | null) => void };
  onPhoto: (photo: Blob) => void;
  onClose: () => void;
}

type Hint = "ok" | "low_resolution" | "blurred" | "too_dark" | "too_bright" | "not_a_scalp";

const JUDGE_EVERY_MS = 350;

/** Live camera view with a frame of the models' crop; the stream ends with the dialog. */
export function CameraDialog({ place, again, onPhoto, onClose }: CameraDialogProps) {
  const t = useMessages({ ko, en });
  const dialog = useModal(onClose);
  const video = useRef<HTMLVideoElement>(null);
  /** The camera to open; a new object reopens it. */
  const [wanted, setWanted] = useState<{ deviceId: string | null }>({ deviceId: null });
  const [cameras, setCameras] = useState<string[]>([]);
  const [fault, setFault] = useState<CameraFault | null>(null);
  const [size, setSize] = useState<{ width: number; height: number } | null>(null);

  const photos = useLastPhotos(again?.answers);
  const ghost = photos.find(({ site }) => site === again?.answers.site);

  useEffect(() => {
    let current = true;
    let stream: MediaStream | null = null;
    setFault(null);
    setSize(null);
    const show = (opened: MediaStream) => {
      if (!current) return closeCamera(opened); // the dialog closed during the permission prompt
      stream = opened;
      const [track] = opened.getVideoTracks();
      track?.addEventListener("ended", () => current && setFault("failed"));
      if (video.current) video.current.srcObject = opened;
      return void listCameras().then((found) => current && setCameras(found));
    };
    const open = async () => {
      try {
        if (await isCanvasFaithful()) show(await openCamera(wanted.deviceId));
        else if (current) setFault("altered");
      } catch (reason) {
        if (current) setFault(faultOf(reason));
      }
    };
    void open();
    return () => {
      current = false;
      if (stream) closeCamera(stream);
    };
  }, [wanted]);

  const take = async () => {
    if (video.current === null) return;
    try {
      onPhoto(await takePicture(video.current));
      dialog.current?.close();
    } catch {
      setFault("failed");
    }
  };
  const other = () => {
    const used = (video.current?.srcObject as MediaStream | null)?.getVideoTracks()[0];
    const at = cameras.indexOf(used?.getSettings().deviceId ?? "");
    setWanted({ deviceId: cameras[(at + 1) % cameras.length] ?? null });
  };

  return (
    <dialog ref={dialog} class="dialog camera" aria-labelledby="camera-title">
      <div>
        <h2 id="camera-title">
          {place !== undefined && !fault && `${place} · `}
          {t(fault ? "photo.camera.off" : "photo.camera.title")}
        </h2>
        {!fault && <p class="hint">{t(ghost ? "photo.camera.ghost.lead" : "photo.camera.lead")}</p>}
      </div>
      {fault ? (
        <div class="camera-fault" role="alert">
          <p>{t(`photo.camera.${fault}`)}</p>
        </div>
      ) : (
        <>
          <div class={size ? "camera-view" : "camera-view camera-view-waiting"}>
            <video
              ref={video}
              autoPlay
              playsInline
              muted
              aria-label={t("photo.camera.live")}
              onLoadedMetadata={({ currentTarget }) =>
                setSize({ width: currentTarget.videoWidth, height: currentTarget.videoHeight })
              }
            />
            {size && ghost && <img class="camera-ghost" src={ghost.photo} alt="" />}
            {size && <Frame {...size} />}
          </div>
          {again && photos.length > 0 && (
            <GhostChoice photos={photos} site={ghost?.site ?? null} onSite={again.onSite} />
          )}
          <LiveHint video={video} ready={size !== null} />
        </>
      )}
      <div class="buttons">
        <button type="button" class="button" onClick={() => dialog.current?.close()}>
          {t("photo.camera.close")}
        </button>
        {fault ? (
          <button
            type="button"
            class="button button-primary"
            // The default camera: the chosen one may have been unplugged.
            onClick={() => setWanted({ deviceId: null })}
          >
            {t("photo.camera.again")}
          </button>
        ) : (
          <>
            {cameras.length > 1 && (
              <button type="button" class="button" onClick={other}>
                {t("photo.camera.other")}
              </button>
            )}
            <button
              type="button"
              class="button button-primary"
              disabled={size === null}
              onClick={() => void take()}
            >
              <CameraIcon />
              {t("photo.camera.take")}
            </button>
          </>
        )}
      </div>
    </dialog>
  );
}

/** Return the last photo of each head region, to be filmed again; their code is loaded with them. */
function useLastPhotos(answers: Answers | undefined): LastPhoto[] {
  const [photos, setPhotos] = useState<LastPhoto[]>([]);
  const { sex, ageGroup } = answers ?? {};
  useEffect(() => {
    if (sex === undefined || ageGroup === undefined) return;
    import("../history/lastPhotos")
      .then((part) => part.loadLastPhotos({ sex, ageGroup }))
      .then(setPhotos, () => undefined); // the camera works without them
  }, [sex, ageGroup]);
  return photos;
}

/** The models' crop, and a line to align the parting with. */
function Frame({ width, height }: { width: number; height: number }) {
  const crop = centreCrop(width, height);
  const share = (value: number, whole: number) => `${(value / whole) * 100}%`;
  return (
    <div
      class="camera-frame"
      aria-hidden="true"
      style={{
        left: share(crop.left, width),
        top: share(crop.top, height),
        width: share(crop.width, width),
        height: share(crop.height, height),
      }}
    />
  );
}

interface LiveHintProps {
  video: { current: HTMLVideoElement | null };
  ready: boolean;
}

/** Focus and light as text; it changes when two measurements agree, so that it does not flicker. */
function LiveHint({ video, ready }: LiveHintProps) {
  const t = useMessages({ ko, en });
  const [hint, setHint] = useState<Hint | null>(null);
  useEffect(() => {
    if (!ready) return setHint(null);
    const canvas = document.createElement("canvas");
    let before: Hint | null = null;
    const timer = setInterval(() => {
      if (video.current === null || video.current.videoWidth === 0) return;
      const [worst] = judgeLive(video.current, canvas);
      const now = (worst?.kind ?? "ok") as Hint;
      if (now === before) setHint(now);
      before = now;
    }, JUDGE_EVERY_MS);
    return () => clearInterval(timer);
  }, [ready, video]);
  const state = hint === "ok" ? "camera-hint camera-hint-ok" : "camera-hint";
  return (
    <p class={state} role="status">
      {hint ? t(`photo.camera.hint.${hint}`) : t("photo.camera.starting")}
    </p>
  );
}
