import type { AgentSession, AgentSessionDetail, SavedSession, SessionQuestion, SessionStatus } from '@/api/moreTypes';
import type { Json, JsonObject } from '@/api/types';
import { inNames } from '@/features/identity/presenter/names';
import { linesOfTurn, type TraceLine } from '@/features/runs/presenter/trace';
import { isObject } from '@/ui/schema';

const looks: Record<SessionStatus, string> = { open: 'withPerson', halfOpen: 'onProbation', ended: 'ended', closed: 'recovered' };

/** The name under which `ui/status.ts` knows how a session stands. */
export function lookOf(status: SessionStatus): string {
  return looks[status] ?? status;
}

const ofRun = 'run:';

/** The conversation, or the run that belongs to none. */
export function titleOf({ session }: Pick<AgentSession, 'session'>): string {
  return session.startsWith(ofRun) ? `Run ${session.slice(ofRun.length)}` : session;
}

const reasons: Record<string, string> = { failures: 'Failures in a row', confidence: 'Unsure answer', cost: 'Spent too much' };

/** Why a person was called, in two or three words. */
export function reasonOf(session: AgentSession): string | undefined {
  return session.reason ? (reasons[session.reason] ?? session.reason) : undefined;
}

/** Why a person was called; of a session that was ended, who ended it and why. */
export function whyOf(session: AgentSession, names: ReadonlyMap<string, string>): string | undefined {
  return session.why ? inNames(session.why.replace(/^(\S+) \(web\): /, '$1: '), names) : undefined;
}

/** What the person who looks may do with a session, and what there is to say about it. */
export interface Standing {
  /** Whether there is something to let go on. */
  isHeld: boolean;
  mayDecide: boolean;
  mayForget: boolean;
  note?: string;
}

export function standingOf({ session, questions }: AgentSessionDetail, mayDecide: boolean): Standing {
  const isHeld = questions.length > 0 || session.status === 'open';
  if (!mayDecide) return { isHeld, mayDecide: false, mayForget: false, note: 'Your role may look but not decide.' };
  const others = questions.find(question => question.mayAnswer === false);
  if (others) return { isHeld, mayDecide: false, mayForget: true, note: `This is for ${askedOf([others])} to answer.` };
  return { isHeld, mayDecide: true, mayForget: true, note: noteOf(session, questions) };
}

function noteOf(session: AgentSession, questions: SessionQuestion[]): string | undefined {
  const inPlaceOf = questions.filter(question => question.isAsked === false);
  if (inPlaceOf.length > 0) return `This is for ${askedOf(inPlaceOf)}; as admin you can answer in their place.`;
  if (questions.length > 0) return undefined;
  if (session.status === 'open') return 'No step waits, so there is nobody to read guidance.';
  if (session.status === 'ended') return 'Nothing is done in it any more, until it is forgotten.';
  return session.status === 'halfOpen' ? 'It goes on; its next failure calls a person again.' : 'It goes on as if nothing had been.';
}

function askedOf(questions: SessionQuestion[]): string {
  return [...new Set(questions.flatMap(question => question.assignees ?? []))].join(', ');
}

/** The one answer that is held back; with none or several there is nothing to change here. */
export function heldOf(questions: readonly SessionQuestion[]): Json | undefined {
  const held = questions.map(question => question.answer).filter(answer => answer !== undefined && answer !== null);
  return held.length === 1 ? held[0] : undefined;
}

/** An answer as the fields of a form: those that it has, or one for all of it. */
export function fieldsOf(answer: Json | undefined): JsonObject {
  return answer === undefined ? {} : isObject(answer) ? answer : { answer };
}

/** The answer as it is to go out; undefined when nobody changed it. */
export function changedAnswer(held: Json | undefined, fields: JsonObject): Json | undefined {
  if (held === undefined) return undefined;
  const edited = isObject(held) ? fields : (fields.answer ?? null);
  return JSON.stringify(edited) === JSON.stringify(held) ? undefined : edited;
}

export interface Said {
  who: string;
  text: string;
}

/** The conversation so far, and what else was given to the agent. */
export function conversationOf(saved: SavedSession | null | undefined): { said: Said[]; more?: Json } {
  const context = saved?.context;
  if (!isObject(context)) return { said: [], more: context ?? undefined };
  const { conversation, ...rest } = context;
  const said = (Array.isArray(conversation) ? conversation : [])
    .filter(isObject)
    .flatMap(turn => Object.entries(turn).map(([who, text]) => ({ who, text: typeof text === 'string' ? text : JSON.stringify(text) })));
  const names = Object.keys(rest);
  // The API's chat puts what a caller adds into `more`.
  const isWrapped = names.length === 1 && names[0] === 'more';
  return { said, more: isWrapped ? rest.more : names.length > 0 ? rest : undefined };
}

/** The newest turns, each with its lines. Arguments were saved as text, cut when they were long. */
export function turnsOf(saved: SavedSession | null | undefined): { number: number; lines: TraceLine[] }[] {
  return (saved?.turns ?? []).map(turn => ({
    number: turn.number,
    lines: linesOfTurn({ ...turn, calls: turn.calls?.map(call => ({ ...call, arguments: read(call.arguments) })) }),
  }));
}

function read(text: Json | undefined): Json | undefined {
  if (typeof text !== 'string') return text;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
