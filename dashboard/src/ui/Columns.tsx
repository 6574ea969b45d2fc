import type { Tone } from './status';
import './columns.css';

export interface ChartColumn {
  key: string;
  title: string;
  parts: { tone: Tone; value: number }[];
}

interface Props {
  label: string;
  columns: ChartColumn[];
  first: string;
  last: string;
  /** How the largest value is written; the number as it is when absent. */
  format?: (value: number) => string;
}

const height = 120;

/** Columns of parts upon each other. It only draws: what to draw was worked out before. */
export function Columns({ label, columns, first, last, format = String }: Props) {
  const largest = Math.max(0, ...columns.map(column => column.parts.reduce((sum, part) => sum + part.value, 0)));
  const [isEmpty, most] = [largest === 0, largest || 1];
  const width = 100 / Math.max(1, columns.length);
  // Few columns are no wider than those of a month: a single one is no wall.
  const wide = Math.min(width * 0.72, 3);
  return (
    <figure className="columns" aria-label={label}>
      <p className="columns-most quiet">{isEmpty ? '' : format(most)}</p>
      <div className="columns-frame">
        <svg viewBox={`0 0 100 ${height}`} preserveAspectRatio="none" role="img" aria-label={label}>
          {[0.25, 0.5, 0.75].map(share => (
            <line
              key={share}
              className="columns-line"
              x1="0"
              x2="100"
              y1={height * share}
              y2={height * share}
              vectorEffect="non-scaling-stroke"
            />
          ))}
          {columns.map((column, index) => {
            let top = height;
            return (
              <g key={column.key} className="columns-one">
                <title>{column.title}</title>
                <rect className="columns-hit" x={index * width} y={0} width={width} height={height} />
                {column.parts.map(part => {
                  const size = (part.value / most) * (height - 4);
                  top -= size;
                  return (
                    size > 0 && (
                      <rect
                        key={part.tone}
                        className={`columns-part ${part.tone}`}
                        x={index * width + (width - wide) / 2}
                        y={top}
                        width={wide}
                        height={size}
                      />
                    )
                  );
                })}
              </g>
            );
          })}
        </svg>
      </div>
      <figcaption className="row quiet">
        <span>{first}</span>
        <span className="end">{last}</span>
      </figcaption>
    </figure>
  );
}
