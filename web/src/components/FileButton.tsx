import { CONTENT_TYPES } from "../vocabulary";

/**
 * Types for the file dialog. They are generous, because the bytes decide and many systems report a wrong
 * type or none. iPhones convert HEIC to JPEG unless it is listed.
 */
const ACCEPT = [
  "image/*",
  ...CONTENT_TYPES,
  "application/octet-stream",
  ".heic,.heif,.jfif",
].join();

interface FileButtonProps {
  label: string;
  class: string;
  describedBy?: string;
  invalid?: boolean;
  onFile: (file: File) => void;
}

/** A button that opens the system's picker; it is the label of a file input. */
export function FileButton({
  label,
  class: className,
  describedBy,
  invalid,
  onFile,
}: FileButtonProps) {
  return (
    <label class={`button file-button ${className}`}>
      <input
        type="file"
        class="visually-hidden"
        accept={ACCEPT}
        aria-describedby={describedBy}
        aria-invalid={invalid || undefined}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (file) onFile(file);
          event.currentTarget.value = ""; // the same file can be chosen again
        }}
      />
      {label}
    </label>
  );
}
