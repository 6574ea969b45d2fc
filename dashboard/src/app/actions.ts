import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { IconName } from '@/ui/icons';

/**
 * Something that a person can do here, as a value. Buttons, the palette and shortcuts all read the same list, so that each action has
 * one name, one drawing and one place where it is carried out.
 */
export interface Action {
  id: string;
  name: string;
  group: string;
  icon: IconName;
  /** More words by which the palette finds it. */
  words?: string;
  /** A single key, or two after each other: `g r`. */
  keys?: string;
  perform: () => void;
}

const sets = new Map<symbol, Action[]>();
const watchers = new Set<() => void>();
let all: Action[] = [];

function changed(): void {
  all = [...sets.values()].flat();
  watchers.forEach(tell => tell());
}

/** Offers actions while the component that calls it is shown. */
export function useActions(actions: Action[]): void {
  const key = useRef(Symbol('actions'));
  const text = actions.map(action => action.id + action.name).join('|');
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    const own = key.current;
    sets.set(
      own,
      latest.current.map(action => ({
        ...action,
        perform: () => latest.current.find(current => current.id === action.id)?.perform(),
      })),
    );
    changed();
    return () => {
      sets.delete(own);
      changed();
    };
  }, [text]);
}

const watch = (tell: () => void) => {
  watchers.add(tell);
  return () => watchers.delete(tell);
};

export function useAllActions(): Action[] {
  return useSyncExternalStore(watch, () => all);
}

export function currentActions(): readonly Action[] {
  return all;
}

/** The actions that fit what was typed, best first: a name that begins with it before one that has it, before one with its letters. */
export function findActions(actions: readonly Action[], typed: string): Action[] {
  const wanted = typed.trim().toLowerCase();
  if (!wanted) return [...actions];
  return actions
    .map(action => ({ action, score: scoreOf(action, wanted) }))
    .filter(found => found.score > 0)
    .sort((a, b) => b.score - a.score)
    .map(found => found.action);
}

function scoreOf(action: Action, wanted: string): number {
  const name = action.name.toLowerCase();
  const text = `${name} ${action.group} ${action.words ?? ''}`.toLowerCase();
  if (name.startsWith(wanted)) return 5;
  if (name.split(/\s+/).some(word => word.startsWith(wanted))) return 4;
  if (text.includes(wanted)) return 3;
  if (wanted.split(/\s+/).every(word => text.includes(word))) return 2;
  return hasLetters(name, wanted) ? 1 : 0;
}

function hasLetters(text: string, letters: string): boolean {
  let from = 0;
  for (const letter of letters) {
    const at = text.indexOf(letter, from);
    if (at < 0) return false;
    from = at + 1;
  }
  return true;
}
