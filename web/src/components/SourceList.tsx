import type { ComponentChildren } from "preact";
import { OutsideLink } from "./OutsideLink";
import "./sources.css";

interface SourceListProps {
  sources: readonly { url: string; name: ComponentChildren }[];
}

/** Sources of a statement or figure, one link per line. */
export function SourceList({ sources }: SourceListProps) {
  return (
    <ul role="list" class="sources">
      {sources.map(({ url, name }) => (
        <li key={url}>
          <OutsideLink href={url}>{name}</OutsideLink>
        </li>
      ))}
    </ul>
  );
}
