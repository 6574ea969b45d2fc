import { describe, expect, it } from 'vitest';
import type { AgentTrace, Graph, Run, RunDifference, RunEvent, Step } from '@/api/types';
import { frameOf } from './camera';
import { possibleFor } from './commands';
import { costOf } from './cost';
import { placeOf, summaryOf } from './difference';
import { eventLine, eventLook, filterEvents } from './events';
import { forkRequest, parseJson, placeBefore } from './fork';
import { layOut } from './layout';
import { readRunView } from './runView';
import { ticksOf, waterfallOf } from './timeline';
import { linesOf, tracesOf } from './trace';
import { compareWords } from './wordDifference';

const at = (second: number) => `2026-01-01T00:00:${String(second).padStart(2, '0')}.000Z`;
const step = (path: string, from: number, to: number | null, more: Partial<Step> = {}): Step => ({
  path,
  key: path,
  kind: 'agent',
  status: 'completed',
  startedAt: at(from),
  endedAt: to === null ? null : at(to),
  ...more,
});

describe('The waterfall', () => {
  it('places steps on one scale, inner ones below their own', () => {
    const { bars, seconds } = waterfallOf(
      [step('b', 5, 10), step('a', 0, 10), step('a/x', 2, 4, { parent: 'a' })],
      [],
      at(0),
      Date.parse(at(10)),
    );
    expect(bars.map(bar => [bar.path, bar.depth])).toEqual([
      ['a', 0],
      ['a/x', 1],
      ['b', 0],
    ]);
    expect(bars[2]).toMatchObject({ start: 0.5, width: 0.5, seconds: 5 });
    expect(seconds).toBe(10);
  });

  it('lets a step that goes on end now', () =>
    expect(waterfallOf([step('a', 0, null, { status: 'running' })], [], at(0), Date.parse(at(8))).bars[0]!.seconds).toBe(8));

  it('tells what was waited for and what retries cost', () => {
    const timing = {
      path: 'a',
      kind: 'agent',
      attempts: 2,
      readyAt: at(2),
      startedAt: at(4),
      endedAt: at(10),
      retryingSeconds: 3,
      isCritical: true,
    };
    expect(waterfallOf([step('a', 4, 10)], [timing], at(0), Date.parse(at(10))).bars[0]).toMatchObject({
      queued: 0.2,
      retrying: 0.3,
      critical: true,
    });
  });

  it('has few round moments', () => {
    expect(ticksOf(540).map(tick => tick.seconds)).toEqual([0, 120, 240, 360, 480]);
    expect(ticksOf(0.03).length).toBeLessThanOrEqual(7);
  });
});

describe('The graph', () => {
  const graph: Graph = {
    nodes: ['a', 'b', 'each', 'each/x'].map(path => ({
      path,
      key: path,
      kind: 'agent',
      status: 'pending',
      parent: path === 'each/x' ? 'each' : null,
    })),
    edges: [
      { from: 'a', to: 'b' },
      { from: 'b', to: 'each' },
    ],
  };

  it('goes from left to right, with inner steps inside their frame', () => {
    const { boxes, wires } = layOut(graph, new Map());
    const box = (path: string) => boxes.find(one => one.node.path === path)!;
    expect(box('a').x).toBeLessThan(box('b').x);
    expect(box('each').group).toBe(true);
    expect(box('each').x).toBeLessThan(box('each/x').x);
    expect(box('each').y).toBeLessThan(box('each/x').y);
    expect(wires).toHaveLength(2);
  });

  it('has columns with straight edges, however long the names in them are', () => {
    const labels = ['quality/lint', 'performance/analyze-performance', 'a'];
    const nodes = labels.map((label, index) => ({ path: `s${index}`, key: `s${index}`, kind: 'agent', label, status: 'pending' as const }));
    const { boxes } = layOut({ nodes, edges: [] }, new Map());
    expect(new Set(boxes.map(box => `${box.x} ${box.width}`)).size).toBe(1);
  });

  it('is shown whole where it can be read, else around what matters', () => {
    const layout = layOut(graph, new Map());
    expect(frameOf(layout, { width: 2000, height: 900 }).scale).toBe(1);
    const last = layout.boxes.find(box => box.node.path === 'each/x');
    expect(frameOf(layout, { width: 300, height: 300 }, last).x).toBeLessThan(0);
  });

  it('begins on a phone where the run begins: whatever waits for nothing stands at the left, the first of it in sight', () => {
    const roots = Array.from({ length: 9 }, (_, index) => `check-${index}`);
    const wide: Graph = {
      nodes: ['structure', 'csharp', ...roots, 'priorities', 'report'].map(path => ({ path, key: path, kind: 'agent', status: 'pending' })),
      edges: [
        { from: 'structure', to: 'csharp' },
        ...['csharp', ...roots].map(from => ({ from, to: 'priorities' })),
        { from: 'priorities', to: 'report' },
      ],
    };
    const layout = layOut(wide, new Map());
    const phone = { width: 366, height: 440 };
    const camera = frameOf(layout, phone);
    const seen = layout.boxes.filter(
      ({ x, y, width, height }) =>
        x * camera.scale + camera.x >= 0 &&
        (x + width) * camera.scale + camera.x <= phone.width &&
        y * camera.scale + camera.y >= 0 &&
        (y + height) * camera.scale + camera.y <= phone.height,
    );
    const rootsLeft = layout.boxes.filter(box => ['structure', ...roots].includes(box.node.path)).map(box => box.x + box.width / 2);
    expect(new Set(rootsLeft.map(Math.round)).size).toBe(1);
    expect(Math.min(...layout.boxes.map(box => box.x))).toBe(16);
    expect(seen.length).toBeGreaterThanOrEqual(6);
    expect(seen.sort((a, b) => a.y - b.y)[0]?.node.path).toBe('structure');
  });
});

describe('Events', () => {
  const events: RunEvent[] = [
    { seq: 1, at: at(0), type: 'run-started', data: { by: 'ada' } },
    { seq: 2, at: at(1), type: 'step-started', path: 'a', data: { attempt: 2 } },
    { seq: 3, at: at(2), type: 'step-attempt-failed', path: 'a/x', data: { error: { message: 'refused' } } },
  ];

  it('have a name, and a line of what they carry', () => {
    expect(eventLook('step-attempt-failed').name).toBe('Step attempt failed');
    expect(events.map(eventLine)).toEqual(['by ada', 'attempt 2', 'refused']);
    expect(eventLook('something-new').name).toBe('Something new');
  });

  it('are found by step and by words', () => {
    expect(filterEvents(events, 'a', undefined).map(event => event.seq)).toEqual([2, 3]);
    expect(filterEvents(events, undefined, 'failed refused').map(event => event.seq)).toEqual([3]);
  });

  it('say where a fork begins so that a step is made again', () => expect(placeBefore('a', events)).toBe(1));
});

describe('A fork', () => {
  it('asks only for what is otherwise', () => {
    expect(forkRequest(4, '', { a: { prompt: 'Be brief', model: ' ' } })).toEqual({ at: '4', steps: { a: { prompt: 'Be brief' } } });
    expect(forkRequest(0, '{"x":1}', {})).toEqual({ at: '0', inputs: { x: 1 } });
    expect(forkRequest(0, '', { a: { input: '{"focus":"speed"}' } })).toEqual({ at: '0', steps: { a: { input: { focus: 'speed' } } } });
    expect(forkRequest(0, '', { a: { input: '{' } })).toBeUndefined();
    expect(forkRequest(0, '{', {})).toBeUndefined();
  });

  it('says when something is not JSON', () => expect(parseJson('{').problem).toContain('not JSON'));

  it('is compared in a sentence, place by place', () => {
    const row = (id: string): Run => ({ id, workflow: 'w', createdAt: at(0), status: 'completed' });
    const difference: RunDifference = {
      left: row('l'),
      right: row('r'),
      fields: [],
      inputs: [],
      outputs: [{ place: '/score', kind: 'changed', left: 1, right: 2 }],
      steps: [],
      counts: { same: 3, changed: 1, added: 0, removed: 0 },
    };
    expect(summaryOf(difference)).toBe('1 step went otherwise, 1 place of the outputs differs; 3 the same.');
    expect(placeOf({ place: '/findings/0/a~1b', kind: 'added' })).toBe('findings[0].a/b');
  });

  it('shows within a text only the words that differ', () => {
    const { left, right } = compareWords('one of them serious.', 'two of them serious.');
    expect(left).toEqual([
      { text: 'one', own: true },
      { text: ' of them serious.', own: false },
    ]);
    expect(right.map(part => part.text).join('')).toBe('two of them serious.');
  });
});

describe('A run', () => {
  const run = (status: Run['status'], forkOf?: string): Run => ({ id: 'r', workflow: 'w', createdAt: at(0), status, forkOf });

  it('offers what can be done in its state', () => {
    expect(possibleFor(run('executing'))).toMatchObject({ pause: true, resume: false, cancel: true, remove: false });
    expect(possibleFor(run('failed'))).toMatchObject({ pause: false, resume: true, cancel: false, remove: true });
    expect(possibleFor(run('completed', 'origin')).promote).toBe(true);
  });

  it('tells which steps cost most', () => {
    const cost = costOf([
      step('a', 0, 1, { usage: { usd: 0.1, inputTokens: 10 } }),
      step('b', 0, 1, { usage: { usd: 0.4, outputTokens: 5 } }),
      step('c', 0, 1),
    ]);
    expect(cost.lines.map(line => line.path)).toEqual(['b', 'a']);
    expect(cost).toMatchObject({ usd: 0.5, inputTokens: 10, outputTokens: 5 });
  });

  it('tells the reasoning of an agent line by line', () => {
    const trace: AgentTrace = {
      path: 'a',
      does: 'security',
      status: 'completed',
      answer: { score: 1 },
      turns: [
        {
          number: 1,
          kind: 'calls',
          thought: 'Look first',
          calls: [{ tool: 'read', observation: 'refused', failed: true, asked: 'a[0]/ask' }],
        },
      ],
    };
    expect(linesOf(trace).map(line => line.kind)).toEqual(['thought', 'action', 'error', 'answer']);
    expect(tracesOf([trace], 'b')).toEqual([]);
    expect(tracesOf([trace], undefined)).toHaveLength(1);
  });

  it('is shown as its address says', () =>
    expect(readRunView({ tab: 'timeline', at: 14, event: '4', step: 'a', with: 'x', find: 3 })).toEqual({
      tab: 'timeline',
      at: 14,
      event: 4,
      step: 'a',
      with: 'x',
      find: '3',
    }));
});
