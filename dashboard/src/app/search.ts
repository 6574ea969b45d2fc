/** Reading what stands in the address. Whatever is there, a screen gets only words that it knows. */
export type Given = Record<string, unknown>;

export function text(given: Given, name: string): string | undefined {
  const value = given[name];
  return typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;
}

export function whole(given: Given, name: string): number | undefined {
  const value = Number(given[name]);
  return given[name] !== undefined && Number.isInteger(value) && value >= 0 ? value : undefined;
}

export function oneOf<T extends string>(given: Given, name: string, words: readonly T[]): T | undefined {
  const value = given[name];
  return words.find(word => word === value);
}
