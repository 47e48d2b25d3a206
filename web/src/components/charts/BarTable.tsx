import "./charts.css";

interface BarRow {
  key: string;
  label: string;
  value: number;
  /** The value as text, with its unit. */
  text: string;
}

interface BarTableProps {
  caption: string;
  /** Column headings. */
  columns: readonly [label: string, value: string];
  rows: readonly BarRow[];
}

/** A bar chart that is a table at the same time. */
export function BarTable({ caption, columns, rows }: BarTableProps) {
  const longest = Math.max(...rows.map((row) => row.value), Number.MIN_VALUE);
  return (
    <table class="bar-table">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{columns[0]}</th>
          <th scope="col">{columns[1]}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <th scope="row">
              <span class="sentence-case">{row.label}</span>
            </th>
            <td>
              <span class="bar-track" aria-hidden="true">
                <i style={{ inlineSize: `${(row.value / longest) * 100}%` }} />
              </span>
              <span class="bar-value">{row.text}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
