/** A part of a text: what both have, or only this side. */
export interface Part {
  text: string;
  own: boolean;
}

/** More words than this are not compared one by one: it would take too long, and say too little. */
const mostWords = 600;

/** What two texts have in common, word by word; each side as parts that together are the whole text. */
export function compareWords(left: string, right: string): { left: Part[]; right: Part[] } {
  const [a, b] = [wordsOf(left), wordsOf(right)];
  if (a.length > mostWords || b.length > mostWords) return { left: [{ text: left, own: true }], right: [{ text: right, own: true }] };
  const length = lengths(a, b);
  const [l, r]: [Part[], Part[]] = [[], []];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      add(l, a[i++]!, false);
      add(r, b[j++]!, false);
    } else if (j >= b.length || (i < a.length && length[i + 1]![j]! >= length[i]![j + 1]!)) add(l, a[i++]!, true);
    else add(r, b[j++]!, true);
  }
  return { left: l, right: r };
}

function wordsOf(text: string): string[] {
  return text.match(/\w+|\s+|[^\w\s]/g) ?? [];
}

/** The longest common sequence from each pair of places to the end. */
function lengths(a: string[], b: string[]): number[][] {
  const table = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      table[i]![j] = a[i] === b[j] ? table[i + 1]![j + 1]! + 1 : Math.max(table[i + 1]![j]!, table[i]![j + 1]!);
    }
  }
  return table;
}

function add(parts: Part[], text: string, own: boolean): void {
  const last = parts.at(-1);
  if (last && last.own === own) last.text += text;
  else parts.push({ text, own });
}
