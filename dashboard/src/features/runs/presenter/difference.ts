import type { Json, RunDifference, ValueChange } from '@/api/types';
import { plural } from '@/ui/format';

/** `/findings/0/title` as people write it: `findings[0].title`. */
export function placeOf(change: ValueChange): string {
  const parts = change.place
    .split('/')
    .slice(1)
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  return parts.reduce((text, part) => (/^\d+$/.test(part) ? `${text}[${part}]` : text ? `${text}.${part}` : part), '') || 'the value';
}

export function textOf(value: Json | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

/** What differs, in a sentence. */
export function summaryOf(difference: RunDifference): string {
  const { changed, added, removed, same } = difference.counts;
  const places = difference.outputs.length;
  const parts = [
    changed > 0 && `${plural(changed, 'step')} went otherwise`,
    added > 0 && `${plural(added, 'step')} only on the right`,
    removed > 0 && `${plural(removed, 'step')} only on the left`,
    places > 0 && `${plural(places, 'place')} of the outputs differ${places === 1 ? 's' : ''}`,
  ].filter(Boolean);
  if (parts.length === 0 && difference.fields.some(field => field.name === 'definition'))
    return `The definitions differ, and all ${plural(same, 'step')} came out the same.`;
  return parts.length === 0
    ? `Both did the same with the same result (${plural(same, 'step')}).`
    : `${parts.join(', ')}; ${same} the same.`;
}
