import { useNames } from '../hooks/useNames';
import { inNames } from '../presenter/names';

/** Somebody by name, the id on hover. */
export function Person({ id }: { id: string }) {
  const name = inNames(id, useNames());
  return <span title={name === id ? undefined : id}>{name}</span>;
}
