import { useEffect } from 'react';
import { currentActions } from './actions';

const patience = 900;

/** Whether keys belong to what is being written, not to the page. */
export function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.shadowRoot !== null)
  );
}

/** Carries out actions by their keys: `?`, or two after each other as `g r`. */
export function useShortcuts(openPalette: () => void): void {
  useEffect(() => {
    let before = '';
    let at = 0;
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        openPalette();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target) || document.querySelector('dialog[open]')) return;
      const pair = performance.now() - at < patience ? `${before} ${event.key}` : '';
      const found = currentActions().find(action => action.keys === pair || action.keys === event.key);
      before = event.key;
      at = performance.now();
      if (!found) return;
      event.preventDefault();
      before = '';
      found.perform();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [openPalette]);
}
