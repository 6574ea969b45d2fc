// Sessions of agents that a person was called for, as the contract server tells them: one that waits, one on probation, one that was ended.
import { ago, runs } from './data.mjs';

const minute = 60_000;
const id = letter => letter.repeat(64);
const one = (letter, more) => ({
  id: id(letter),
  user: 'ada',
  failures: 0,
  step: 'work',
  usd: 0.084,
  by: null,
  ...more,
});

export const agentSessions = [
  one('a', {
    session: 'support-17',
    status: 'open',
    since: ago(6 * minute),
    reason: 'failures',
    why: 'It failed 3 times in a row, the last time so: The order service answers 503 to every call.',
    failures: 3,
    run: runs[1].id,
  }),
  one('b', {
    session: `run:${runs[3].id}`,
    user: null,
    status: 'open',
    since: ago(41 * minute),
    reason: 'confidence',
    why: 'Its answer is 0.2 sure of itself, and 0.5 is the least.',
    run: runs[3].id,
    step: 'guess',
  }),
  one('c', {
    session: 'onboarding of a new shop with a name that is longer than its line',
    status: 'halfOpen',
    since: ago(3 * minute),
    reason: 'cost',
    why: 'It has spent $5.02 since a person looked at it last, and 5 is the limit.',
    run: runs[4].id,
    usd: 5.02,
    by: 'nikola',
  }),
  one('d', {
    session: 'refund-4411',
    user: 'grace',
    status: 'ended',
    since: ago(90 * minute),
    reason: 'failures',
    why: 'nikola: The customer was called, and it is settled.',
    run: runs[5].id,
  }),
];

const recovered = one('e', {
  session: 'catalogue',
  status: 'closed',
  since: ago(200 * minute),
  reason: 'failures',
  why: 'It failed 3 times in a row, the last time so: The catalogue could not be read.',
  run: runs[6].id,
});

export function listSessions(query) {
  const status = query.get('status');
  const user = query.get('user');
  return [...agentSessions, ...(status === 'closed' ? [recovered] : [])].filter(
    session => (!status || session.status === status) && (!user || session.user === user),
  );
}

const turn = (number, thought, calls) => ({ number, kind: 'calls', thought, calls });
const call = (tool, args, observation, failed) => ({ tool, arguments: JSON.stringify(args), observation, failed });
const saved = session => ({
  id: session.session,
  task: 'Where is order **4411**? It should have come on Monday.',
  context: {
    conversation: [
      { user: 'Hello, my parcel has not come.' },
      { assistant: 'I am sorry to hear that. What is the number of your order?' },
      { user: 'It is 4411.' },
    ],
    more: { customer: { since: 2019, country: 'DE' } },
  },
  turns: [
    turn(1, 'The order is looked up first.', [call('orders.find', { order: 4411 }, '503: the order service is away', true)]),
    turn(2, 'Once more, with the archive.', [call('orders.find', { order: 4411, archive: true }, '503: the order service is away', true)]),
    turn(3, 'Perhaps the carrier knows it.', [
      call('carrier.track', { reference: '4411' }, '{"state":"unknown"}', false),
      call('orders.find', { order: '4411' }, '503: the order service is away', true),
    ]),
  ],
});

const question = (session, more) => ({
  run: session.run,
  step: `${session.step}[3]/person`,
  requestedAt: session.since,
  expiresAt: new Date(Date.parse(session.since) + 168 * 60 * minute).toISOString(),
  assignees: [],
  answer: null,
  isAsked: true,
  mayAnswer: true,
  ...more,
});

const questionsOf = session =>
  session.id === id('a')
    ? [question(session)]
    : session.id === id('b')
      ? [
          question(session, {
            answer: { summary: 'Perhaps three shops sell it.', shops: 3, done: true },
            assignees: ['ops'],
            isAsked: false,
          }),
        ]
      : [];

export function sessionDetail(wanted) {
  const session = [...agentSessions, recovered].find(other => other.id === wanted);
  if (!session) return undefined;
  const summary = `${session.why}\n\nAsked: Where is order 4411? It should have come on Monday.\n1. calls: The order is looked up first.\n   orders.find FAILED: 503: the order service is away\nSpent by this run: $0.0840`;
  return { session, summary, saved: session.status === 'closed' ? null : saved(session), questions: questionsOf(session) };
}

/** The question of the first one, as the inbox has it. */
export const sessionApproval = {
  run: runs[1].id,
  step: 'work[3]/person',
  workflow: 'agent:support',
  title: 'person',
  question: `Session 'support-17' needs a person. ${agentSessions[0].why} Agree to let it go on, with 'guidance' for the agent if you like; reject to end it.`,
  parameters: { summary: sessionDetail(id('a')).summary, session: saved(agentSessions[0]), guidance: '' },
  schema: null,
  editable: ['guidance'],
  requestedAt: ago(6 * minute),
  expiresAt: null,
  assignees: [],
  session: id('a'),
  isAsked: true,
  mayAnswer: true,
  context: {},
};
