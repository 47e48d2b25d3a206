import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { useI18n } from "../i18n";
import { useModal } from "./modal";

interface DeleteDialogProps {
  onDelete: () => Promise<void>;
  onClose: () => void;
  /** Texts of the question; by default it is about the result on the server. */
  title?: string;
  text?: string;
  /** Additional choices. */
  children?: ComponentChildren;
}

/** Confirmation dialog before something is deleted. */
export function DeleteDialog({ onDelete, onClose, title, text, children }: DeleteDialogProps) {
  const { t } = useI18n();
  const dialog = useModal(onClose);
  const [state, setState] = useState<"asking" | "deleting" | "failed">("asking");

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
