import type { Approval, JsonObject } from '@/api/types';
import { titleOf as sessionTitle } from '@/features/sessions/presenter/session';
import { isObject, schemaOf } from '@/ui/schema';

/** What names an approval: a step of a run. */
export function idOf(approval: Pick<Approval, 'run' | 'step'>): string {
  return `${approval.run} ${approval.step}`;
}

/** What is asked, in one line: a title of its own, else the question when it is short. A step's key tells nobody what to decide. */
export function titleOf(approval: Approval): string {
  if (approval.session) return `${nameOfSession(approval)} needs a person`;
  const own = approval.title && approval.title !== approval.step ? approval.title : undefined;
  const question = approval.question ?? '';
  const isShort = question !== '' && question.length <= 120 && !question.includes('\n');
  return own ?? (isShort ? question : approval.step);
}

function nameOfSession({ parameters }: Approval): string {
  const saved = parameters?.session;
  return isObject(saved) && typeof saved.id === 'string' ? sessionTitle({ session: saved.id }) : 'A session';
}

/** What was saved of a session is read on its own screen. Here it is told in words. */
const ofSession = ['summary', 'session'];

export function summaryOf(approval: Approval): string | undefined {
  const summary = approval.session ? approval.parameters?.summary : undefined;
  return typeof summary === 'string' ? summary : undefined;
}

/** The form for the parameters: their own schema, with a field for each parameter that the schema does not name. */
export function formOf(approval: Approval): JsonObject | undefined {
  const shown = Object.entries(approval.parameters ?? {}).filter(([name]) => !approval.session || !ofSession.includes(name));
  if (shown.length === 0) return undefined;
  const parameters = Object.fromEntries(shown);
  const guessed = schemaOf(parameters);
  if (approval.session)
    (guessed.properties as JsonObject).guidance = { type: 'string', format: 'multiline', title: 'Guidance for the agent' };
  const given = approval.schema ?? undefined;
  if (!given) return guessed;
  const own = isObject(given.properties) ? given.properties : {};
  return { ...given, type: 'object', properties: { ...(guessed.properties as JsonObject), ...own } };
}

/** Names that a person may change: those that are named, or all when none is. */
export function editableOf(approval: Approval): string[] {
  return approval.editable ?? (approval.schema ? Object.keys(approval.parameters ?? {}) : []);
}

/** Only what was changed goes to the server, so that the record says what the person did. */
export function changesOf(approval: Approval, edited: JsonObject): JsonObject | undefined {
  const before = approval.parameters ?? {};
  const changed = Object.entries(edited).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name]));
  return changed.length === 0 ? undefined : Object.fromEntries(changed);
}

/** Those that end soonest first, then the oldest. */
export function sortApprovals(approvals: readonly Approval[]): Approval[] {
  const endOf = (approval: Approval) => approval.expiresAt ?? '9999';
  return [...approvals].sort((a, b) => endOf(a).localeCompare(endOf(b)) || a.requestedAt.localeCompare(b.requestedAt));
}

/** Whether the person who looks may answer, and what there is to say about it. */
export function standingOf(approval: Approval, mayDecide: boolean): { mayAnswer: boolean; note?: string } {
  if (!mayDecide) return { mayAnswer: false, note: 'Your role may look but not decide.' };
  const asked = (approval.assignees ?? []).join(', ');
  if (approval.mayAnswer === false) return { mayAnswer: false, note: `This is for ${asked} to answer.` };
  if (approval.isAsked === false) return { mayAnswer: true, note: `This is for ${asked}; as admin you can answer in their place.` };
  return { mayAnswer: true };
}
