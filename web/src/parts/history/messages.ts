/** Messages and date formats of this part. */

import { useI18n, useMessages } from "../../i18n";
import en from "../../i18n/en/history.json";
import ko from "../../i18n/ko/history.json";
import type { HeadRegion } from "../../vocabulary";
import { useDates } from "./dates";

export function useHistoryMessages() {
  const { t: shell } = useI18n();
  const t = useMessages({ ko, en });
  return {
    t,
    ...useDates(),
    site: (site: HeadRegion | null) =>
      site === null ? t("history.site.none") : shell(`site.${site}`),
  };
}
