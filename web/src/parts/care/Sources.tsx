import type { components } from "../../api/openapi";
import { SourceList } from "../../components/SourceList";

/** Sources of the care guide, as links. */
export function Sources({ sources }: { sources: readonly components["schemas"]["Source"][] }) {
  return (
    <SourceList
      sources={sources.map(({ url, publisher, title }) => ({
        url,
        name: `${publisher} – ${title}`,
      }))}
    />
  );
}
