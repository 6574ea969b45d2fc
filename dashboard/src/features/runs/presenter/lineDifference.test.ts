import { describe, expect, it } from 'vitest';
import { compareLines, type LineBlock } from './lineDifference';

const shown = (blocks: LineBlock[]) =>
  blocks.map(block =>
    block.kind === 'leftOut'
      ? `… ${block.count}`
      : `${block.kind} ${block.left.map(line => `${line.number}${line.text}`).join(',')}|${block.right.map(line => `${line.number}${line.text}`).join(',')}`,
  );

describe('Lines of two texts', () => {
  it('are nothing when they are the same, whatever ends them', () => expect(compareLines('a\nb\n', 'a\nb')).toEqual([]));

  it('stand in place of each other, with their numbers on both sides', () =>
    expect(shown(compareLines('a\nb\nc\nd', 'a\nX\nY\nc\nd'))).toEqual(['same 1a|1a', 'changed 2b|2X,3Y', 'same 3c,4d|4c,5d']));

  it('are added and taken away', () => {
    expect(shown(compareLines('a', 'a\nb'))).toEqual(['same 1a|1a', 'changed |2b']);
    expect(shown(compareLines('a\nb', 'b'))).toEqual(['changed 1a|', 'same 2b|1b']);
  });

  it('that are the same are left out but for a few', () => {
    const many = Array.from({ length: 20 }, (_, index) => `l${index}`);
    const other = many.map((line, index) => (index === 10 ? 'X' : line));
    expect(shown(compareLines(many.join('\n'), other.join('\n'), 2))).toEqual([
      '… 8',
      'same 9l8,10l9|9l8,10l9',
      'changed 11l10|11X',
      'same 12l11,13l12|12l11,13l12',
      '… 7',
    ]);
  });

  it('of very long texts are compared without hanging', () => {
    const long = (word: string) => Array.from({ length: 3_000 }, (_, index) => `${word} ${index}`).join('\n');
    expect(shown(compareLines(long('a'), long('b'))).length).toBe(1);
  });
});
