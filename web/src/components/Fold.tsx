import type { ComponentChildren } from "preact";
import "./fold.css";

interface FoldProps {
  summary: ComponentChildren;
  children: ComponentChildren;
  open?: boolean;
  onOpen?: () => void;
  class?: string;
}

/** Content that unfolds on demand; find-in-page reaches it while it is folded. */
export function Fold({ summary, children, open = false, onOpen, class: given = "" }: FoldProps) {
  return (
    <details
      class={`fold ${given}`}
      open={open}
      onToggle={(event) => event.currentTarget.open && onOpen?.()}
    >
      <summary>{summary}</summary>
      <div class="fold-body">{children}</div>
    </details>
  );
}
