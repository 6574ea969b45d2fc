import type { WorkflowVersion } from '@/api/moreTypes';

/** What a version is called: what it names, and enough of its hash to tell it from others that name the same. */
export function titleOf(version: WorkflowVersion): string {
  return [version.version, version.definition.slice(0, 12)].filter(Boolean).join(' · ');
}

/** The versions that are compared, as the address has them: at most two, and a third takes the place of the first. */
export function choose(chosen: string | undefined, definition: string): string | undefined {
  const hash = definition.slice(0, 12);
  const before = (chosen ?? '').split('.').filter(Boolean);
  const after = before.includes(hash) ? before.filter(one => one !== hash) : [...before, hash].slice(-2);
  return after.length > 0 ? after.join('.') : undefined;
}
