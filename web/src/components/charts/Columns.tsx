import "./charts.css";

interface ColumnsProps {
  /** What the chart shows, in one sentence. */
  name: string;
  values: readonly number[];
  /** What the highest column stands for, and the two ends of the axis. */
  top: string;
  first: string;
  last: string;
}

const WIDTH = 300;
const HEIGHT = 72;
const GAP = 2;

/** A series as columns; its figures must stand in a table nearby. */
export function Columns({ name, values, top, first, last }: ColumnsProps) {
  const highest = Math.max(...values, 1);
  const step = WIDTH / values.length;
  return (
    <figure class="columns" role="img" aria-label={name}>
      <span class="columns-top">{top}</span>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        {values.map((value, index) => {
          const height = (value / highest) * (HEIGHT - 1);
          return (
            value > 0 && (
              <rect
                key={index}
                x={index * step + GAP / 2}
                y={HEIGHT - 1 - height}
                width={step - GAP}
                height={height}
              />
            )
          );
        })}
        <line x1="0" y1={HEIGHT - 0.5} x2={WIDTH} y2={HEIGHT - 0.5} />
      </svg>
      <span class="columns-axis">
        <span>{first}</span>
        <span>{last}</span>
      </span>
    </figure>
  );
}
