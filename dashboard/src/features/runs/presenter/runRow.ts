import type { Failure, Page, RunRow, Step } from '@/api/types';

const over: readonly string[] = ['completed', 'failed', 'cancelled'];

export function isOver(status: string): boolean {
  return over.includes(status);
}

/** What of a run waits for a person, as names. */
export function attentionOf(row: Pick<RunRow, 'attention'>): string[] {
  const given = row.attention;
  const names = Array.isArray(given) ? given : (given ?? '').split(',');
  return names.map(name => name.trim()).filter(name => name !== '' && name !== 'none');
}

export function failureOf(row: Pick<RunRow, 'error'> & { failure?: Failure | null }): Failure | undefined {
  if (row.failure) return row.failure;
  if (!row.error) return undefined;
  return typeof row.error === 'string' ? { message: row.error } : row.error;
}

/** The step that a run failed with: the innermost that its failure names. One that the run went on without is not to blame. */
export function culpritOf(failure: Failure, steps: readonly Step[]): Step | undefined {
  const named = steps.filter(step => step.status === 'failed' && step.error && failure.message.includes(`'${step.path}'`));
  return named.sort((a, b) => b.path.length - a.path.length)[0];
}

/** How much of a run is done, 0 to 1; undefined where it is not known. */
export function progressOf(row: RunRow): number | undefined {
  if (!row.steps || row.steps.total === 0) return undefined;
  return Math.min(1, (doneOf(row) + row.steps.failed) / row.steps.total);
}

/** Steps that need nothing more: a run that is completed has skipped those that it did not make. */
export function doneOf({ status, steps }: RunRow): number {
  if (!steps) return 0;
  return status === 'completed' ? steps.total - steps.failed : steps.completed;
}

/** Puts a changed run into pages that are shown: in its place, in front when it is new, out when it does not fit any more. */
export function mergeRow(pages: Page<RunRow>[], row: RunRow, fits: boolean): Page<RunRow>[] {
  const known = pages.some(page => page.items.some(item => item.id === row.id));
  if (!known) {
    if (!fits || pages.length === 0) return pages;
    const newest = pages[0]!.items[0];
    if (newest && newest.createdAt > row.createdAt) return pages;
    return [{ ...pages[0]!, items: [row, ...pages[0]!.items] }, ...pages.slice(1)];
  }
  return pages.map(page => ({
    ...page,
    items: page.items.flatMap(item => (item.id !== row.id ? [item] : fits ? [{ ...item, ...row }] : [])),
  }));
}
