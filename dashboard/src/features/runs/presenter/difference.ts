import type { Json, JsonChange, RunDifference, StepDifference, TextPart } from '@/api/types';
import { plural } from '@/ui/format';

export type Change = 'added' | 'removed' | 'changed' | 'moved';

export function kindOf(change: JsonChange): Change {
  if (change.leftPointer === null || change.leftPointer === undefined) return 'added';
  if (change.rightPointer === null || change.rightPointer === undefined) return 'removed';
  return change.moved ? 'moved' : 'changed';
}

export function stepKind(step: StepDifference): Change {
  return step.kind ?? (!step.left ? 'added' : !step.right ? 'removed' : 'changed');
}

/** `/findings/0/title` as people write it: `findings[0].title`. */
export function placeOf(change: JsonChange): string {
  const pointer = change.rightPointer ?? change.leftPointer ?? '';
  const parts = pointer.split('/').slice(1).map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  return parts.reduce((text, part) => (/^\d+$/.test(part) ? `${text}[${part}]` : text ? `${text}.${part}` : part), '') || 'the value';
}

/** A side of a change within a text: what both have, and what only this side has. */
export function sideOf(parts: readonly TextPart[], side: 'left' | 'right'): { text: string; own: boolean }[] {
  const other = side === 'left' ? 'added' : 'removed';
  return parts.filter(part => part.kind !== other).map(part => ({ text: part.text, own: Boolean(part.kind) }));
}

export function textOf(value: Json | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

/** What differs, in a sentence. */
export function summaryOf(difference: RunDifference): string {
  const { changed, added, removed, same } = difference.counts;
  const parts = [
    changed > 0 && `${plural(changed, 'step')} went otherwise`,
    added > 0 && `${plural(added, 'step')} only on the right`,
    removed > 0 && `${plural(removed, 'step')} only on the left`,
    difference.outputs.count > 0 && `${plural(difference.outputs.count, 'place')} of the outputs differ${difference.outputs.count === 1 ? 's' : ''}`,
  ].filter(Boolean);
  return parts.length === 0 ? `Both did the same with the same result (${plural(same, 'step')}).` : `${parts.join(', ')}; ${same} the same.`;
}
