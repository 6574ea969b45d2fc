/** A small part of Markdown as data: no HTML is ever made from text, so that nothing in it can run. */
export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'strong' | 'em'; inner: Inline[] }
  | { kind: 'link'; href: string; inner: Inline[] };

export type Block =
  | { kind: 'heading'; level: number; inner: Inline[] }
  | { kind: 'paragraph'; inner: Inline[] }
  | { kind: 'code'; language: string; text: string }
  | { kind: 'list'; ordered: boolean; items: Inline[][] }
  | { kind: 'quote'; inner: Inline[] }
  | { kind: 'table'; head: Inline[][]; rows: Inline[][][] }
  | { kind: 'rule' };

const longest = 200_000;

export function parseMarkdown(source: string): Block[] {
  const lines = source.slice(0, longest).replace(/\r\n?/g, '\n').split('\n');
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const [block, next] = readBlock(lines, at);
    if (block) blocks.push(block);
    at = next;
  }
  return blocks;
}

function readBlock(lines: string[], at: number): [Block | undefined, number] {
  const line = lines[at]!;
  if (line.trim() === '') return [undefined, at + 1];
  if (line.startsWith('```')) return readCode(lines, at);
  const heading = /^(#{1,6}) (.*)$/.exec(line);
  if (heading) return [{ kind: 'heading', level: heading[1]!.length, inner: parseInline(heading[2]!) }, at + 1];
  if (/^(-{3,}|\*{3,})$/.test(line.trim())) return [{ kind: 'rule' }, at + 1];
  if (line.startsWith('>')) return readQuote(lines, at);
  if (itemOf(line) !== undefined) return readList(lines, at);
  if (line.startsWith('|') && /^\|[\s:|-]+$/.test(lines[at + 1] ?? '')) return readTable(lines, at);
  return gather(
    lines,
    at,
    isPlain,
    l => l,
    text => ({ kind: 'paragraph', inner: parseInline(text) }),
  );
}

function isPlain(line: string): boolean {
  return line.trim() !== '' && !/^(```|#{1,6} |>|\|)/.test(line) && itemOf(line) === undefined;
}

function gather(
  lines: string[],
  at: number,
  belongs: (line: string) => boolean,
  read: (line: string) => string,
  make: (text: string) => Block,
): [Block, number] {
  const parts = [read(lines[at]!)];
  let next = at + 1;
  while (next < lines.length && belongs(lines[next]!)) parts.push(read(lines[next++]!));
  return [make(parts.join('\n')), next];
}

function readCode(lines: string[], at: number): [Block, number] {
  const end = lines.findIndex((line, index) => index > at && line.startsWith('```'));
  const stop = end < 0 ? lines.length : end;
  return [{ kind: 'code', language: lines[at]!.slice(3).trim(), text: lines.slice(at + 1, stop).join('\n') }, stop + 1];
}

function itemOf(line: string): string | undefined {
  return /^\s{0,6}(?:[-*+]|\d{1,4}[.)]) (.*)$/.exec(line)?.[1];
}

function readList(lines: string[], at: number): [Block, number] {
  const ordered = /^\s*\d/.test(lines[at]!);
  const items: string[] = [];
  let next = at;
  for (; next < lines.length; next++) {
    const item = itemOf(lines[next]!);
    if (item !== undefined) items.push(item);
    else if (/^\s+\S/.test(lines[next]!)) items[items.length - 1] += `\n${lines[next]!.trim()}`;
    else break;
  }
  return [{ kind: 'list', ordered, items: items.map(parseInline) }, next];
}

function readTable(lines: string[], at: number): [Block, number] {
  const cells = (line: string) =>
    line
      .replace(/^\||\|\s*$/g, '')
      .split('|')
      .map(cell => parseInline(cell.trim()));
  let next = at + 2;
  const rows: Inline[][][] = [];
  while (next < lines.length && lines[next]!.startsWith('|')) rows.push(cells(lines[next++]!));
  return [{ kind: 'table', head: cells(lines[at]!), rows }, next];
}

const marks = /`([^`\n]{1,2000})`|\*\*([^\n]{1,2000}?)\*\*|\*([^*\n]{1,2000}?)\*|\[([^\]\n]{1,500})\]\(([^)\s]{1,2000})\)/;

export function parseInline(text: string, depth = 0): Inline[] {
  const found: Inline[] = [];
  let rest = text;
  while (rest !== '') {
    const match = depth < 4 ? marks.exec(rest) : null;
    if (!match) return [...found, { kind: 'text', text: rest }];
    if (match.index > 0) found.push({ kind: 'text', text: rest.slice(0, match.index) });
    found.push(readMark(match, depth));
    rest = rest.slice(match.index + match[0].length);
  }
  return found;
}

function readMark(match: RegExpExecArray, depth: number): Inline {
  if (match[1] !== undefined) return { kind: 'code', text: match[1] };
  if (match[2] !== undefined) return { kind: 'strong', inner: parseInline(match[2], depth + 1) };
  if (match[3] !== undefined) return { kind: 'em', inner: parseInline(match[3], depth + 1) };
  const href = safeLink(match[5]!);
  const inner = parseInline(match[4]!, depth + 1);
  return href ? { kind: 'link', href, inner } : { kind: 'text', text: match[0] };
}

/** The address of a link when it leads to a page: `http`, `https`, `mailto`. Anything that could run is no link. */
export function safeLink(href: string): string | undefined {
  try {
    const url = new URL(href);
    return ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url.href : undefined;
  } catch {
    return undefined;
  }
}

function readQuote(lines: string[], at: number): [Block, number] {
  return gather(
    lines,
    at,
    line => line.startsWith('>'),
    line => line.replace(/^> ?/, ''),
    text => ({
      kind: 'quote',
      inner: parseInline(text),
    }),
  );
}
