import './meter.css';

interface Props {
  name: string;
  value: number;
  limit: number;
  text: string;
  /** Where it is expected to end, on the same scale. */
  forecast?: number | null;
}

/** How much of a limit is used. */
export function Meter({ name, value, limit, text, forecast }: Props) {
  const share = limit > 0 ? value / limit : 0;
  const tone = share >= 1 ? 'bad' : share >= 0.8 ? 'warn' : 'busy';
  return (
    <div className={`meter ${tone}`}>
      <div className="row">
        <span className="clip soft">{name}</span>
        <span className="end nowrap">{text}</span>
      </div>
      <div
        className="meter-track"
        role="meter"
        aria-label={name}
        aria-valuemin={0}
        aria-valuemax={limit}
        aria-valuenow={Math.min(value, limit)}
        aria-valuetext={text}
      >
        <span className="meter-bar" style={{ width: `${Math.min(1, share) * 100}%` }} />
        {forecast && limit > 0 && forecast > value && (
          <span
            className="meter-forecast"
            style={{ left: `${Math.min(1, share) * 100}%`, width: `${Math.max(0, Math.min(1, forecast / limit) - share) * 100}%` }}
          />
        )}
      </div>
    </div>
  );
}
