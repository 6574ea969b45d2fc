import type { AuditEntry } from '@/api/moreTypes';
import { inNames } from '@/features/identity/presenter/names';
import deeds from './deeds.json';

/** An entry of the audit as people say it. */
export interface Deed {
  /** What was done: `Started a run`. */
  text: string;
  /** What it was done to, names in place of ids. */
  subject: string;
  /** The run that it was done to, when it was one. */
  run?: string;
  /** Why it came to nothing; undefined when it went well. */
  refusal?: string;
}

const known = deeds as Record<string, string>;
/** Routes whose subject begins with a word for what was decided. */
const decisions: Record<string, Record<string, string>> = {
  'POST /approvals/{run}/decision': {
    approve: 'Approved',
    reject: 'Rejected',
    'approve-in-their-place': 'Approved in place of who was asked',
    'reject-in-their-place': 'Rejected in place of who was asked',
  },
  'POST /runs/bulk': {
    pause: 'Paused several runs',
    resume: 'Resumed several runs',
    cancel: 'Cancelled several runs',
    delete: 'Deleted several runs',
    redrive: 'Had several runs tried again',
    discard: 'Discarded several dead letters',
  },
  'POST /dead-letters/{id}/resolve': {
    completed: 'Said that an effect happened',
    failed: 'Said that an effect did not happen',
    retry: 'Had an effect made again',
  },
};
const ofRuns = /^(POST|DELETE) \/(runs(?!\/bulk)|approvals|dead-letters)/;

/** Says an entry in words; `names` has those of users by their ids. */
export function deedOf(entry: AuditEntry, names: ReadonlyMap<string, string>): Deed {
  const route = entry.action.replace(' /api/v1/', ' /');
  const words = (entry.subject ?? '').split(' ').filter(Boolean);
  const decided = decisions[route]?.[words[0] ?? ''];
  if (decided) words.shift();
  return {
    text: decided ?? known[route] ?? entry.action,
    subject: inNames(words.join(' '), names),
    run: ofRuns.test(route) ? words[0] : undefined,
    refusal: refusalOf(entry.outcome),
  };
}

function refusalOf(outcome: string | undefined): string | undefined {
  if (!outcome || /^[23]\d\d$/.test(outcome)) return undefined;
  if (outcome === '401' || outcome === '403') return 'refused';
  return /^5\d\d$/.test(outcome) ? `failed (${outcome})` : `in vain (${outcome})`;
}
