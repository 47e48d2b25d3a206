import type { ComponentChildren } from "preact";

interface ScrollRegionProps {
  label: string;
  class: string;
  children: ComponentChildren;
}

/** A container that scrolls sideways, with arrow keys too once it has the focus. */
export function ScrollRegion({ label, class: className, children }: ScrollRegionProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a keyboard reaches what it scrolls (WCAG 2.1.1)
    <section class={className} tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
