import "./charts.css";

interface ColumnsProps {
  /** Accessible name: what the chart shows, in one sentence. */
  name: string;
  values: readonly number[];
  /** Labels of the highest column and of both ends of the axis. */
  top: string;
  first: string;
  last: string;
}

const WIDTH = 300;
const HEIGHT = 72;
const GAP = 2;

/** A column chart; a table nearby must give the same figures. */
export function Columns({ name, values, top, first, last }: ColumnsProps) {
  const highest = Math.max(...values, 1);
  const step = WIDTH / values.length;
  const columns = values
    .map((value, index) => ({
      x: index * step + GAP / 2,
      height: (value / highest) * (HEIGHT - 1),
    }))
    .filter(({ height }) => height > 0);
  return (
    <figure class="columns" role="img" aria-label={name}>
      <span class="columns-top">{top}</span>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        {columns.map(({ x, height }) => (
          <rect key={x} x={x} y={HEIGHT - 1 - height} width={step - GAP} height={height} />
        ))}
        <line x1="0" y1={HEIGHT - 0.5} x2={WIDTH} y2={HEIGHT - 0.5} />
      </svg>
      <span class="columns-axis">
        <span>{first}</span>
        <span>{last}</span>
      </span>
    </figure>
  );
}
