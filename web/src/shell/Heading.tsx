import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

interface HeadingProps {
  children: ComponentChildren;
  /** The page's title while this heading is shown. */
  documentTitle: string;
}

/** Whether no heading was shown yet: the first page keeps the browser's own focus. */
let firstPage = true;

/**
 * The heading of a page. Navigation never reloads the document, so this sets what a browser sets for a
 * new page: title, scroll position, and the focus from which screen readers and keyboards continue.
 */
export function Heading({ children, documentTitle }: HeadingProps) {
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
    document.title = `${documentTitle} · ScalpSpectra`;
  }, [documentTitle]);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}
