/** Numbers as people read them. All pure: the time comes in. */
const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** `42 s ago`, `in 3 min`. Steps of a second in the first minute, then coarser. */
export function relativeTime(at: string, now: number): string {
  const seconds = Math.round((now - Date.parse(at)) / 1000);
  const away = Math.abs(seconds);
  if (Number.isNaN(seconds)) return '';
  if (away < 2) return 'now';
  const text =
    away < minute
      ? `${away} s`
      : away < hour
        ? `${Math.floor(away / minute)} min`
        : away < day
          ? `${Math.floor(away / hour)} h`
          : away < 30 * day
            ? `${Math.floor(away / day)} d`
            : `${Math.round(away / (30 * day))} mo`;
  return seconds >= 0 ? `${text} ago` : `in ${text}`;
}

/** The moment to the millisecond, here and in UTC. */
export function exactTime(at: string): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return '';
  const here = date.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
  return `${here} · ${date.toISOString()}`;
}

export function clockTime(at: string): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return '';
  const pad = (value: number, digits = 2) => String(value).padStart(digits, '0');
  return `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}.${pad(date.getMilliseconds(), 3)}`;
}

/** `120 ms`, `3.4 s`, `2 min 5 s`, `1 h 20 min`. */
export function duration(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return '–';
  if (seconds < 0.0005) return '0 ms';
  if (seconds < 0.9995) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 10) return `${(Math.round(seconds * 10) / 10).toFixed(1)} s`;
  if (seconds < minute) return `${Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  if (whole < hour) return two(Math.floor(whole / minute), 'min', whole % minute, 's');
  if (whole < day) return two(Math.floor(whole / hour), 'h', Math.floor((whole % hour) / minute), 'min');
  return two(Math.floor(whole / day), 'd', Math.floor((whole % day) / hour), 'h');
}

function two(first: number, unit: string, second: number, smaller: string): string {
  return second === 0 ? `${first} ${unit}` : `${first} ${unit} ${second} ${smaller}`;
}

/** US dollars: enough digits that a small sum is not shown as nothing. */
export function money(usd: number | null | undefined): string {
  if (usd === null || usd === undefined || !Number.isFinite(usd)) return '–';
  if (usd === 0) return '$0';
  const size = Math.abs(usd);
  if (size < 0.0001) return '<$0.0001';
  return `$${size < 0.01 ? usd.toFixed(4) : size < 1 ? usd.toFixed(3) : size < 10_000 ? usd.toFixed(2) : compact(usd)}`;
}

export function compact(value: number | null | undefined): string {
  if (value === null || value === undefined) return '–';
  const size = Math.abs(value);
  if (size < 10_000) return String(Math.round(value));
  if (size < 1_000_000) return `${(value / 1000).toFixed(size < 100_000 ? 1 : 0)} k`;
  return `${(value / 1_000_000).toFixed(1)} M`;
}

export function percent(share: number): string {
  const value = share * 100;
  return `${value === 0 || value >= 10 ? Math.round(value) : value.toFixed(1)} %`;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
