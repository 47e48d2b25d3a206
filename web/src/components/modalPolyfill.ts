/** `showModal` and `close` for browsers without `<dialog>`: Safari before 15.4, Firefox before 98. */

const FOCUSABLE = "a[href], button:not(:disabled), input:not(:disabled), [tabindex]";

export function polyfillDialog(dialog: HTMLDialogElement): void {
  const before = document.activeElement;

  const keepFocus = (event: KeyboardEvent) => {
    if (event.key === "Escape") return dialog.close();
    if (event.key !== "Tab") return undefined;
    const stops = [...dialog.querySelectorAll<HTMLElement>(FOCUSABLE)];
    const from = stops.indexOf(document.activeElement as HTMLElement);
    const next = event.shiftKey ? from - 1 : from + 1;
    event.preventDefault();
    return stops[(next + stops.length) % stops.length]?.focus();
  };

  dialog.showModal = () => {
    dialog.setAttribute("open", "");
    dialog.setAttribute("role", "dialog");
    dialog.setAttribute("aria-modal", "true");
    document.addEventListener("keydown", keepFocus);
    dialog.querySelector<HTMLElement>(FOCUSABLE)?.focus();
  };
  dialog.close = () => {
    document.removeEventListener("keydown", keepFocus);
    dialog.removeAttribute("open");
    if (before instanceof HTMLElement) before.focus();
    dialog.dispatchEvent(new Event("close"));
  };
}
