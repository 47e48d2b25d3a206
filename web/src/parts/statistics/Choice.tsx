interface ChoiceProps<Value extends string> {
  name: string;
  legend: string;
  options: readonly (readonly [value: Value, label: string])[];
  value: Value;
  onChange: (value: Value) => void;
}

/** Radio buttons as a row of chips. */
export function Choice<Value extends string>(props: ChoiceProps<Value>) {
  const { name, legend, options, value, onChange } = props;
  return (
    <fieldset class="statistics-choice">
      <legend>{legend}</legend>
      <div class="viewer-chips">
        {options.map(([option, label]) => (
          <label class="chip" key={option}>
            <input
              type="radio"
              name={name}
              checked={option === value}
              onChange={() => onChange(option)}
            />
            <span>
              <span class="sentence-case">{label}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
