import type { ComponentChildren } from "preact";
import { useI18n } from "../i18n";
import { OutsideIcon } from "./icons";

interface OutsideLinkProps {
  href: string;
  children: ComponentChildren;
  class?: string;
}

/** A link to another site, in a new window and without a referrer; its text announces the window. */
export function OutsideLink({ href, children, class: given }: OutsideLinkProps) {
  const { t } = useI18n();
  return (
    <a href={href} target="_blank" rel="noopener noreferrer" class={given}>
      <span>
        {children} <span class="new-window">({t("app.newwindow")})</span>
      </span>
      <OutsideIcon />
    </a>
  );
}
