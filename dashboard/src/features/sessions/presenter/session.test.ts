import { describe, expect, it } from 'vitest';
import type { AgentSession, AgentSessionDetail, SessionQuestion } from '@/api/moreTypes';
import type { JsonObject } from '@/api/types';
import { changedAnswer, conversationOf, fieldsOf, heldOf, lookOf, standingOf, titleOf, turnsOf, whyOf } from './session';
import { findSessions, readSessionsView, usersOf } from './sessionsView';

const session = (more: Partial<AgentSession> = {}): AgentSession => ({
  id: 'a',
  session: 'support-17',
  user: 'usr_ann',
  status: 'open',
  since: '2026-01-02',
  why: 'It failed 3 times in a row.',
  run: 'r1',
  ...more,
});
const question = (more: Partial<SessionQuestion> = {}): SessionQuestion => ({
  run: 'r1',
  step: 'work[3]/person',
  assignees: [],
  isAsked: true,
  mayAnswer: true,
  ...more,
});
const detail = (questions: SessionQuestion[], more: Partial<AgentSession> = {}): AgentSessionDetail => ({
  session: session(more),
  questions,
});
const names = new Map([['usr_ann', 'Ann']]);

describe('A session', () => {
  it('is named by its conversation, or by the run that belongs to none', () => {
    expect(titleOf(session())).toBe('support-17');
    expect(titleOf(session({ session: 'run:orders-1' }))).toBe('Run orders-1');
    expect(lookOf('halfOpen')).toBe('onProbation');
  });

  it('says by name who ended it', () => {
    expect(whyOf(session({ why: 'usr_ann (web): Enough (web): of it.' }), names)).toBe('Ann: Enough (web): of it.');
    expect(whyOf(session({ why: null }), names)).toBeUndefined();
  });

  it('is decided about by whom it asks, by an admin in their place, and by nobody else', () => {
    expect(standingOf(detail([question()]), true)).toEqual({ isHeld: true, mayDecide: true, mayForget: true, note: undefined });
    expect(standingOf(detail([question()]), false)).toMatchObject({
      mayDecide: false,
      mayForget: false,
      note: expect.stringContaining('role'),
    });
    const others = question({ assignees: ['ops', 'lead'], isAsked: false, mayAnswer: false });
    expect(standingOf(detail([question(), others]), true)).toMatchObject({ mayDecide: false, note: 'This is for ops, lead to answer.' });
    const admin = standingOf(detail([{ ...others, mayAnswer: true }]), true);
    expect(admin).toMatchObject({ mayDecide: true, note: expect.stringContaining('in their place') });
  });

  it('is let go on only while a person has it', () => {
    expect(standingOf(detail([], { status: 'open' }), true).isHeld).toBe(true);
    for (const status of ['halfOpen', 'ended', 'closed'] as const) {
      expect(standingOf(detail([], { status }), true)).toMatchObject({ isHeld: false, mayDecide: true, note: expect.any(String) });
    }
    expect(standingOf(detail([question()], { status: 'halfOpen' }), true).isHeld).toBe(true);
  });

  it('has an answer to change when one is held back, and sends it only when it was changed', () => {
    expect(heldOf([question(), question({ answer: null })])).toBeUndefined();
    expect(heldOf([question({ answer: 1 }), question({ answer: 2 })])).toBeUndefined();
    const held = heldOf([question(), question({ answer: { shops: 3 } })]);
    expect(held).toEqual({ shops: 3 });
    expect(changedAnswer(held, fieldsOf(held))).toBeUndefined();
    expect(changedAnswer(held, { shops: 4 })).toEqual({ shops: 4 });
    expect(changedAnswer('Perhaps 3.', { answer: 'Exactly 4.' })).toBe('Exactly 4.');
    expect(changedAnswer(undefined, {})).toBeUndefined();
  });

  it('shows its conversation apart from what else was given', () => {
    const context: JsonObject = { conversation: [{ user: 'Hello' }, { assistant: 'Yes?' }], more: { country: 'DE' } };
    const said = [
      { who: 'user', text: 'Hello' },
      { who: 'assistant', text: 'Yes?' },
    ];
    expect(conversationOf({ context })).toEqual({ said, more: { country: 'DE' } });
    expect(conversationOf({ context: { conversation: 'none', files: 2 } })).toEqual({ said: [], more: { files: 2 } });
    expect(conversationOf({ context: '{"conversation":[ …' })).toEqual({ said: [], more: '{"conversation":[ …' });
    expect(conversationOf(undefined)).toEqual({ said: [], more: undefined });
  });

  it('shows its turns with their calls, whose arguments were saved as text', () => {
    const calls = [
      { tool: 'find', arguments: '{"order":1}', observation: 'away', failed: true },
      { tool: 'read', arguments: '{"text":"cut …', observation: 'ok' },
    ];
    const [turn] = turnsOf({ turns: [{ number: 4, kind: 'calls', thought: 'Look', calls }] });
    expect(turn!.number).toBe(4);
    expect(turn!.lines.map(line => line.kind)).toEqual(['thought', 'action', 'error', 'action', 'observation']);
    expect(turn!.lines[1]!.data).toEqual({ order: 1 });
    expect(turn!.lines[3]!.data).toBe('{"text":"cut …');
  });
});

describe('The list of sessions', () => {
  const all = [
    session(),
    session({ id: 'b', session: 'run:orders-1', user: null, run: 'orders-1' }),
    session({ id: 'c', user: 'usr_bob' }),
  ];

  it('is searched by name, user, run and reason', () => {
    expect(findSessions(all, 'ann support', names).map(one => one.id)).toEqual(['a']);
    expect(findSessions(all, 'run ORDERS', names).map(one => one.id)).toEqual(['b']);
    expect(findSessions(all, 'failed row', names)).toHaveLength(3);
    expect(findSessions(all, 'nothing', names)).toEqual([]);
    expect(findSessions(all, ' ', names)).toHaveLength(3);
  });

  it('offers each user once, by name, and the one that is looked for', () => {
    expect(usersOf([...all, ...all], undefined, names)).toEqual(['usr_ann', 'usr_bob']);
    expect(usersOf([], 'usr_eve', names)).toEqual(['usr_eve']);
  });

  it('takes from the address only what it knows', () => {
    expect(readSessionsView({ status: 'halfOpen', user: 'u', id: 'x' })).toEqual({
      status: 'halfOpen',
      user: 'u',
      id: 'x',
      search: undefined,
    });
    expect(readSessionsView({ status: 'broken' }).status).toBeUndefined();
  });
});
