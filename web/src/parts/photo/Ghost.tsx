import { useI18n, useMessages } from "../../i18n";
import en from "../../i18n/en/photo.json";
import ko from "../../i18n/ko/photo.json";
import type { HeadRegion } from "../../vocabulary";
import type { LastPhoto } from "../history/lastPhotos";

interface GhostChoiceProps {
  photos: LastPhoto[];
  site: HeadRegion | null;
  onSite: (site: HeadRegion | null) => void;
}

/** Which head region is filmed, among those with a photo from the last time. */
export function GhostChoice({ photos, site, onSite }: GhostChoiceProps) {
  const { t: app, date } = useI18n();
  const t = useMessages({ ko, en });
  return (
    <label class="camera-ghost-choice">
      <span>{t("photo.camera.ghost")}</span>
      <select
        class="text-field"
        value={site ?? ""}
        onChange={(event) => onSite((event.currentTarget.value || null) as HeadRegion | null)}
      >
        <option value="">{t("photo.camera.ghost.none")}</option>
        {photos.map((each) => (
          <option key={each.site} value={each.site}>
            {app(`site.${each.site}`)} · {date(each.createdAt)}
          </option>
        ))}
      </select>
    </label>
  );
}
