import type { AgentSession, SessionStatus } from '@/api/moreTypes';
import { oneOf, text, type Given } from '@/app/search';
import { inNames } from '@/features/identity/presenter/names';
import { titleOf, whyOf } from './session';

/** What is looked at, as it stands in the address. */
export interface SessionsView {
  id?: string;
  status?: SessionStatus;
  user?: string;
  search?: string;
}

export const statusChoices = [
  { id: 'open', name: 'Needs a person' },
  { id: 'halfOpen', name: 'On probation' },
  { id: 'ended', name: 'Ended' },
  { id: 'closed', name: 'Recovered' },
] as const satisfies readonly { id: SessionStatus; name: string }[];

export function readSessionsView(given: Given): SessionsView {
  return {
    id: text(given, 'id'),
    status: oneOf(
      given,
      'status',
      statusChoices.map(choice => choice.id),
    ),
    user: text(given, 'user'),
    search: text(given, 'search'),
  };
}

export function isNarrowed(view: SessionsView): boolean {
  return Boolean(view.status ?? view.user ?? view.search);
}

/** Those whose name, user, run or reason has every word that was typed. */
export function findSessions(
  sessions: readonly AgentSession[],
  typed: string | undefined,
  names: ReadonlyMap<string, string>,
): AgentSession[] {
  const words = (typed ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  return sessions.filter(session => {
    const told = [titleOf(session), session.session, inNames(session.user ?? '', names), session.run, whyOf(session, names)]
      .join(' ')
      .toLowerCase();
    return words.every(word => told.includes(word));
  });
}

/** Ids of the users whose sessions are there, with the one that is looked for, each once and by name. */
export function usersOf(sessions: readonly AgentSession[], chosen: string | undefined, names: ReadonlyMap<string, string>): string[] {
  const users = new Set([...sessions.map(session => session.user), chosen].filter(user => typeof user === 'string'));
  return [...users].sort((a, b) => inNames(a, names).localeCompare(inNames(b, names)));
}
