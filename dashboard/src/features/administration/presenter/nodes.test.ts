import { describe, expect, it } from 'vitest';
import type { Node } from '@/api/moreTypes';
import { nodeTroubles, rolesText, workText } from './nodes';

const node = (roles: string[], more: Partial<Node> = {}): Node => ({
  name: 'n',
  status: 'up',
  roles,
  pools: [],
  version: '1.0.0',
  since: '',
  silentMs: 0,
  runs: 0,
  making: 0,
  waiting: 0,
  ...more,
});

describe('Processes that share a store', () => {
  it('are counted by what they do, with the pools of their workers', () =>
    expect(
      rolesText([
        node(['api', 'engine']),
        node(['engine']),
        node(['worker'], { pools: ['llm'] }),
        node(['worker'], { pools: ['code', 'llm'] }),
      ]),
    ).toBe('1 API node, 2 engines, 2 workers (code, llm)'));
  it('say what they do', () => expect(workText(node(['engine', 'worker'], { pools: ['code', 'llm'] }))).toBe('engine, worker (code, llm)'));
  it('do not count when they are silent, and somebody is told when none is left', () => {
    const nodes = [node(['engine']), node(['worker'], { status: 'silent', version: '0.9.0' })];
    expect(rolesText(nodes)).toBe('1 engine');
    expect(nodeTroubles(nodes)).toEqual(['No worker lives: no step of theirs is made.']);
  });
  it('of several versions are said to be', () =>
    expect(nodeTroubles([node(['engine']), node(['engine'], { version: '1.1.0' })])).toEqual(['They are of 2 versions: 1.0.0, 1.1.0.']));
});
