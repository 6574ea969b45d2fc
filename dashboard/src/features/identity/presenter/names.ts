/** Ids of people, as the server makes them. */
const ids = /\busr_[a-z0-9]+\b/g;

/** A text with the names of people in place of their ids, as far as they are known, and without how they came: `nikola` for `usr_4kd (web)`. */
export function inNames(text: string, names: ReadonlyMap<string, string>): string {
  return text.replace(ids, id => names.get(id) ?? id).replace(/ \(web\)$/, '');
}
