import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useI18n } from "../i18n";

interface DeleteDialogProps {
  onDelete: () => Promise<void>;
  onClose: () => void;
  /** What is asked, where it is not about the result on the server. */
  title?: string;
  text?: string;
  /** Further choices. */
  children?: ComponentChildren;
}

/** Asks before deleting; the browser's own modal dialog keeps focus inside and closes on Escape. */
export function DeleteDialog({ onDelete, onClose, title, text, children }: DeleteDialogProps) {
  const { t } = useI18n();
  const dialog = useRef<HTMLDialogElement>(null);
  const [state, setState] = useState<"asking" | "deleting" | "failed">("asking");
  useEffect(() => dialog.current?.showModal(), []);

  const confirm = async () => {
    setState("deleting");
    try {
      await onDelete();
    } catch {
      setState("failed");
    }
  };

  return (
    <dialog
      ref={dialog}
      class="dialog"
      aria-labelledby="delete-title"
      aria-describedby="delete-text"
      onClose={onClose}
    >
      <h2 id="delete-title">{title ?? t("delete.title")}</h2>
      <p id="delete-text">{text ?? t("delete.text")}</p>
      {children}
      <p role="status" class={state === "failed" ? "field-error" : undefined}>
        {state === "failed" && t("delete.error")}
        {state === "deleting" && t("delete.busy")}
      </p>
      <div class="buttons">
        <button type="button" class="button" onClick={() => dialog.current?.close()}>
          {t("delete.cancel")}
        </button>
        <button
          type="button"
          class="button button-danger"
          disabled={state === "deleting"}
          onClick={() => void confirm()}
        >
          {t("delete.confirm")}
        </button>
      </div>
    </dialog>
  );
}
