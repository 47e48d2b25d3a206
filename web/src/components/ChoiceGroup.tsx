import type { ComponentChildren } from "preact";
import { useI18n } from "../i18n";

interface ChoiceGroupProps<Value extends string> {
  name: string;
  legend: string;
  /** Small text after the legend: required or optional. */
  mark?: string;
  hint?: string;
  error?: string | null;
  required?: boolean;
  options: readonly { value: Value; label: string; icon?: ComponentChildren }[];
  value: Value | null;
  onChange: (value: Value) => void;
}

/** Radio buttons drawn as tiles; hint and error describe the group to screen readers. */
export function ChoiceGroup<Value extends string>(props: ChoiceGroupProps<Value>) {
  const { name, legend, mark, hint, error, required = false, options, value, onChange } = props;
  const described = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(" ");
  return (
    <fieldset
      class={`choices choices-${name}`}
      aria-describedby={described || undefined}
      aria-invalid={error ? true : undefined}
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a group knows no aria-required
      role="radiogroup"
      aria-required={required}
    >
      <legend>
        {legend} {mark && <span class="mark">{mark}</span>}
      </legend>
      {hint && (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      <div class="choice-tiles">
        {options.map((option) => (
          <label class="choice" key={option.value}>
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={value === option.value}
              onChange={() => onChange(option.value)}
            />
            <span class="choice-tile">
              {option.icon}
              <span>{option.label}</span>
            </span>
          </label>
        ))}
      </div>
      <FieldError id={`${name}-error`} text={error} />
    </fieldset>
  );
}

interface CheckboxProps {
  name: string;
  label: string;
  error?: string | null;
  optional?: boolean;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

/** A checkbox with its error; required unless `optional`. */
export function Checkbox(props: CheckboxProps) {
  const { name, label, error, optional = false, checked, onChange } = props;
  const { t } = useI18n();
  return (
    <div class="checkbox">
      <label>
        <input
          type="checkbox"
          name={name}
          checked={checked}
          required={!optional}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? `${name}-error` : undefined}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
        <span>
          {label} <span class="mark">{t(optional ? "form.optional" : "form.required")}</span>
        </span>
      </label>
      <FieldError id={`${name}-error`} text={error} />
    </div>
  );
}

export function FieldError({ id, text }: { id: string; text: string | null | undefined }) {
  if (!text) return null;
  return (
    <p class="field-error" id={id}>
      {text}
    </p>
  );
}
