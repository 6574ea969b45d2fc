import { useSyncExternalStore } from 'react';
import { clockTime, duration, exactTime, relativeTime } from './format';

const watchers = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

/** One clock for all times on the screen: a page of a hundred rows has one timer. */
function watch(changed: () => void): () => void {
  watchers.add(changed);
  timer ??= setInterval(() => {
    now = Date.now();
    watchers.forEach(tell => tell());
  }, 1000);
  return () => {
    watchers.delete(changed);
    if (watchers.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

export function useNow(): number {
  return useSyncExternalStore(watch, () => now);
}

/** How long ago, with the exact moment on hover. */
export function Ago({ at }: { at: string | null | undefined }) {
  const current = useNow();
  if (!at) return <span className="quiet">–</span>;
  return (
    <time className="nowrap" dateTime={at} title={exactTime(at)}>
      {relativeTime(at, Math.max(current, Date.now() - 1000))}
    </time>
  );
}

/** The time of the day to the millisecond, for lists of events. */
export function Clock({ at }: { at: string }) {
  return (
    <time className="mono nowrap" dateTime={at} title={exactTime(at)}>
      {clockTime(at)}
    </time>
  );
}

/** How long something took, or has been going on. */
export function Lasting({ from, to, seconds }: { from?: string | null; to?: string | null; seconds?: number | null }) {
  const current = useNow();
  if (seconds !== null && seconds !== undefined) return <span className="nowrap">{duration(seconds)}</span>;
  if (!from) return <span className="quiet">–</span>;
  const end = to ? Date.parse(to) : Math.max(current, Date.parse(from));
  return <span className="nowrap">{duration((end - Date.parse(from)) / 1000)}</span>;
}
