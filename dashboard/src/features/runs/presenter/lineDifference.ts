/** A part of two texts, line by line. */
export type LineBlock = Stretch | { kind: 'leftOut'; count: number };

/** Lines that both have, or lines that one has in place of the other's. */
export interface Stretch {
  kind: 'same' | 'changed';
  left: Line[];
  right: Line[];
}

export interface Line {
  number: number;
  text: string;
}

/** Beyond so many pairs of lines nothing is sought between the first and the last line that differ. */
const mostPairs = 4_000_000;

/** What differs between two texts, with a few lines around it; empty when nothing does. */
export function compareLines(left: string, right: string, around = 3): LineBlock[] {
  const [a, b] = [linesOf(left), linesOf(right)];
  const blocks = blocksOf(a, b);
  return blocks.some(block => block.kind === 'changed')
    ? blocks.flatMap((block, index) => shorten(block, index, blocks.length, around))
    : [];
}

function linesOf(text: string): Line[] {
  return text
    .replace(/\n$/, '')
    .split('\n')
    .map((line, index) => ({ number: index + 1, text: line }));
}

function blocksOf(a: Line[], b: Line[]): Stretch[] {
  const blocks: Stretch[] = [];
  for (const [left, right] of pairsOf(a, b)) {
    const kind = left && right ? 'same' : 'changed';
    const last = blocks.at(-1);
    const block: Stretch = last?.kind === kind ? last : { kind, left: [], right: [] };
    if (block !== last) blocks.push(block);
    if (left) block.left.push(left);
    if (right) block.right.push(right);
  }
  return blocks;
}

/** Each line of both, in order: with its partner when the other has the same. */
function pairsOf(a: Line[], b: Line[]): [Line | undefined, Line | undefined][] {
  let [head, tail] = [0, 0];
  while (head < Math.min(a.length, b.length) && a[head]!.text === b[head]!.text) head++;
  while (tail < Math.min(a.length, b.length) - head && a[a.length - 1 - tail]!.text === b[b.length - 1 - tail]!.text) tail++;
  const [x, y] = [a.slice(head, a.length - tail), b.slice(head, b.length - tail)];
  return [
    ...a.slice(0, head).map((line, index): [Line, Line] => [line, b[index]!]),
    ...(x.length * y.length > mostPairs ? apart(x, y) : aligned(x, y)),
    ...a.slice(a.length - tail).map((line, index): [Line, Line] => [line, b[b.length - tail + index]!]),
  ];
}

function apart(x: Line[], y: Line[]): [Line | undefined, Line | undefined][] {
  return [...x.map((line): [Line, undefined] => [line, undefined]), ...y.map((line): [undefined, Line] => [undefined, line])];
}

/** By the longest common sequence of lines. */
function aligned(x: Line[], y: Line[]): [Line | undefined, Line | undefined][] {
  const width = y.length + 1;
  const longest = new Uint32Array((x.length + 1) * width);
  for (let i = x.length - 1; i >= 0; i--) {
    for (let j = y.length - 1; j >= 0; j--) {
      const at = i * width + j;
      longest[at] = x[i]!.text === y[j]!.text ? longest[at + width + 1]! + 1 : Math.max(longest[at + width]!, longest[at + 1]!);
    }
  }
  const pairs: [Line | undefined, Line | undefined][] = [];
  let [i, j] = [0, 0];
  while (i < x.length && j < y.length) {
    const at = i * width + j;
    if (x[i]!.text === y[j]!.text) pairs.push([x[i++], y[j++]]);
    else if (longest[at + width]! >= longest[at + 1]!) pairs.push([x[i++], undefined]);
    else pairs.push([undefined, y[j++]]);
  }
  return [...pairs, ...apart(x.slice(i), y.slice(j))];
}

/** Of many lines that are the same only those next to a change are shown. */
function shorten(block: Stretch, index: number, blocks: number, around: number): LineBlock[] {
  if (block.kind !== 'same') return [block];
  const [before, after] = [index === 0 ? 0 : around, index === blocks - 1 ? 0 : around];
  const count = block.left.length - before - after;
  if (count <= 1) return [block];
  const part = (from: number, to: number): LineBlock[] =>
    from < to ? [{ kind: 'same', left: block.left.slice(from, to), right: block.right.slice(from, to) }] : [];
  return [...part(0, before), { kind: 'leftOut', count }, ...part(before + count, block.left.length)];
}
