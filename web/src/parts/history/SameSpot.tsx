import { useState } from "preact/hooks";
import { useHistoryMessages } from "./messages";
import type { KeptResult } from "./record";
import type { Similarity } from "./registration/register";
import { useRegistration } from "./registration/useRegistration";
import "./sameSpot.css";

interface SameSpotProps {
  before: KeptResult;
  after: KeptResult;
}

/** Both plain photos on each other with a slider between them, where they can be registered. */
export function SameSpot({ before, after }: SameSpotProps) {
  const { t } = useHistoryMessages();
  return (
    <section class="same-spot" aria-labelledby="spot-title">
      <h3 id="spot-title">{t("history.spot.title")}</h3>
      {before.photo === null || after.photo === null ? (
        <p class="hint">{t("history.spot.photos")}</p>
      ) : (
        <Registered
          key={`${before.id} ${after.id}`}
          before={{ ...before, photo: before.photo }}
          after={{ ...after, photo: after.photo }}
        />
      )}
    </section>
  );
}

interface RegisteredProps {
  before: KeptResult & { photo: string };
  after: KeptResult & { photo: string };
}

function Registered({ before, after }: RegisteredProps) {
  const { t } = useHistoryMessages();
  const found = useRegistration(before.photo, after.photo);
  const fitted = found !== null && found !== "working";
  return (
    <>
      <p role="status" class={found === null ? "notice notice-warning" : "hint"}>
        {found === "working" && t("history.spot.working")}
        {found === null && t("history.spot.none")}
        {fitted && t("history.spot.done")}
      </p>
      {fitted && <Slider before={before} after={after} found={found} />}
    </>
  );
}

/** Height of the photos at most, in rem. */
const TALLEST = 30;

function Slider({ before, after, found }: RegisteredProps & { found: Similarity }) {
  const { t } = useHistoryMessages();
  const [share, setShare] = useState(50);
  const { width, height } = before.result.photo;
  const stage = {
    aspectRatio: `${width} / ${height}`,
    inlineSize: `min(100%, ${(TALLEST * width) / height}rem)`,
  };
  return (
    <div class="spot-slider" style={{ inlineSize: stage.inlineSize }}>
      <div class="spot-stage" style={{ aspectRatio: stage.aspectRatio }}>
        <img src={before.photo} alt={t("history.spot.before")} />
        <div class="spot-after" style={{ clipPath: `inset(0 0 0 ${share}%)` }}>
          <img
            src={after.photo}
            alt={t("history.spot.after")}
            style={placeOver(before, after, found)}
          />
        </div>
        <i class="spot-edge" aria-hidden="true" style={{ insetInlineStart: `${share}%` }} />
      </div>
      <div class="spot-names" aria-hidden="true">
        <span>{t("history.spot.before")}</span>
        <span>{t("history.spot.after")}</span>
      </div>
      <input
        type="range"
        min={0}
        max={100}
        value={share}
        aria-label={t("history.spot.slider")}
        aria-valuetext={t("history.spot.share", { share })}
        onInput={(event) => setShare(event.currentTarget.valueAsNumber)}
      />
    </div>
  );
}

/** Return the style that lays the later photo on the earlier one, which fills the stage. */
function placeOver(before: KeptResult, after: KeptResult, { turn, scale, x, y }: Similarity) {
  const stage = before.result.photo;
  const { width, height } = after.result.photo;
  const longest = Math.max(stage.width, stage.height);
  return {
    width: `${(100 * longest * width) / Math.max(width, height) / stage.width}%`,
    aspectRatio: `${width} / ${height}`,
    left: `${50 + (100 * x * longest) / stage.width}%`,
    top: `${50 + (100 * y * longest) / stage.height}%`,
    transform: `translate(-50%, -50%) rotate(${turn}rad) scale(${scale})`,
  };
}
