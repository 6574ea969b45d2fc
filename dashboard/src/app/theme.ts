import { useSyncExternalStore } from 'react';

export type Theme = 'dark' | 'light';

const watchers = new Set<() => void>();
const current = (): Theme => (document.documentElement.dataset.theme === 'light' ? 'light' : 'dark');

export function setTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem('axle.theme', theme);
  } catch {
    // Without storage the choice holds until the page is left.
  }
  watchers.forEach(tell => tell());
}

export function toggleTheme(): void {
  setTheme(current() === 'dark' ? 'light' : 'dark');
}

export function useTheme(): Theme {
  return useSyncExternalStore(tell => {
    watchers.add(tell);
    return () => watchers.delete(tell);
  }, current);
}
