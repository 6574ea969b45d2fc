import { oneOf, text, type Given } from '@/app/search';
import type { RunFilter } from '@/api/runs';
import type { RunRow } from '@/api/types';
import { attentionOf } from './runRow';

/** The states by which runs are narrowed, and the words for it. */
export const statusChoices = [
  { id: 'open', name: 'Not ended' },
  { id: 'executing', name: 'Running' },
  { id: 'paused', name: 'Paused' },
  { id: 'completed', name: 'Completed' },
  { id: 'failed', name: 'Failed' },
  { id: 'cancelled', name: 'Cancelled' },
] as const;

/** What `Not ended` stands for. */
const open: readonly string[] = ['idle', 'parsing', 'validating', 'executing', 'paused', 'compensating'];

export const attentionChoices = [
  { id: 'approval', name: 'Needs approval' },
  { id: 'deadLetter', name: 'Dead letter' },
  { id: 'unknownOutcome', name: 'Outcome unknown' },
  { id: 'budget', name: 'Budget spent' },
] as const;

export const spans = [
  { id: '1h', name: 'Last hour', hours: 1 },
  { id: '24h', name: 'Last 24 hours', hours: 24 },
  { id: '7d', name: 'Last 7 days', hours: 168 },
  { id: '30d', name: 'Last 30 days', hours: 720 },
] as const;

/** What the address says about the list: everything that can be seen there has a link of its own. */
export interface RunsView {
  status?: string;
  workflow?: string;
  attention?: string;
  search?: string;
  /** Hash of a definition: only runs that were started with it. */
  definition?: string;
  span?: (typeof spans)[number]['id'];
}

export function readRunFilter(given: Given): RunsView {
  return {
    status: oneOf(
      given,
      'status',
      statusChoices.map(choice => choice.id),
    ),
    workflow: text(given, 'workflow'),
    attention: oneOf(
      given,
      'attention',
      attentionChoices.map(choice => choice.id),
    ),
    search: text(given, 'search'),
    definition: text(given, 'definition'),
    span: oneOf(
      given,
      'span',
      spans.map(span => span.id),
    ),
  };
}

/** The question to the server. Times are cut to the minute, so that the same view asks the same question for a while. */
export function toFilter(view: RunsView, now: number): RunFilter {
  const hours = spans.find(span => span.id === view.span)?.hours;
  const minute = Math.floor(now / 60_000) * 60_000;
  return {
    status: view.status === 'open' ? open.join() : view.status,
    workflow: view.workflow,
    attention: view.attention,
    search: view.search,
    definition: view.definition,
    from: hours === undefined ? undefined : new Date(minute - hours * 3_600_000).toISOString(),
  };
}

export function isNarrowed(view: RunsView): boolean {
  return Object.values(view).some(value => value !== undefined);
}

const shortestId = 10;

/** Whether a run that just changed belongs to what is shown. */
export function fits(row: RunRow, view: RunsView): boolean {
  if (view.status === 'open' ? !open.includes(row.status) : view.status && row.status !== view.status) return false;
  if (view.definition && row.definition !== view.definition) return false;
  if (view.workflow && row.workflow !== view.workflow) return false;
  if (view.attention && !attentionOf(row).includes(view.attention)) return false;
  return !view.search || isFound(row, view.search.toLowerCase());
}

/** As the server finds: a part of the workflow's name, or the id, or ten or more of its first characters. */
function isFound(row: RunRow, text: string): boolean {
  return row.workflow.toLowerCase().includes(text) || row.id === text || (text.length >= shortestId && row.id.startsWith(text));
}
