import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useI18n } from "../i18n";

interface HeadingProps {
  children: ComponentChildren;
  /** The page's title while this heading is shown. */
  documentTitle: string;
}

/** The first page shown keeps the browser's own focus; every later one moves it. */
let firstPage = true;

/**
 * The heading of a page state. The page never reloads, so what a browser does for a new page is
 * done here: title, scroll position, and focus, from which screen readers and keyboards go on.
 */
export function Heading({ children, documentTitle }: HeadingProps) {
  const { t } = useI18n();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (firstPage) {
      firstPage = false;
      return;
    }
    window.scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, []);
  useEffect(() => {
    document.title = `${documentTitle} – ScalpSpectra ${t("app.tagline")}`;
  }, [documentTitle, t]);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}
