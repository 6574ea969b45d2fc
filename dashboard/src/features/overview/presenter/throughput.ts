import type { Minute } from '@/api/moreTypes';

export interface Column {
  at: string;
  completed: number;
  failed: number;
  running: number;
}

/** Minutes gathered into at most `most` columns, so that a chart of any width stays readable. */
export function columnsOf(minutes: readonly Minute[], most: number): Column[] {
  const size = Math.max(1, Math.ceil(minutes.length / most));
  const columns: Column[] = [];
  for (let at = 0; at < minutes.length; at += size) {
    const part = minutes.slice(at, at + size);
    const sum = (read: (minute: Minute) => number) => part.reduce((total, minute) => total + read(minute), 0);
    columns.push({ at: part[0]!.at, completed: sum(m => m.completed), failed: sum(m => m.failed), running: 0 });
  }
  return columns;
}

/** The share of failures among runs that ended; undefined when none did. */
export function failureShare(minutes: readonly Minute[]): number | undefined {
  const failed = minutes.reduce((total, minute) => total + minute.failed, 0);
  const ended = failed + minutes.reduce((total, minute) => total + minute.completed, 0);
  return ended === 0 ? undefined : failed / ended;
}
