import { useSyncExternalStore } from 'react';
import { ApiProblem } from '@/api/problem';
import { Button } from './Button';
import { Icon } from './Icon';
import { WithCode } from './Mend';
import './toasts.css';

interface Toast {
  id: number;
  text: string;
  detail?: string;
  bad: boolean;
}

let toasts: Toast[] = [];
let next = 1;
const watchers = new Set<() => void>();

function change(to: Toast[]): void {
  toasts = to;
  watchers.forEach(tell => tell());
}

function drop(id: number): void {
  change(toasts.filter(toast => toast.id !== id));
}

/** Says briefly that something was done. */
export function say(text: string): void {
  add({ text, bad: false }, 4000);
}

/** Says that something could not be done, and how to mend it. */
export function complain(error: unknown): void {
  const problem = error instanceof ApiProblem ? error.problem : undefined;
  const text = problem?.title ?? 'This did not work';
  const detail = [problem?.detail ?? (problem ? undefined : String(error)), problem?.mend].filter(Boolean).join(' ');
  add({ text, detail: detail || undefined, bad: true }, 12_000);
}

function add(toast: Omit<Toast, 'id'>, milliseconds: number): void {
  const id = next++;
  change([...toasts.slice(-3), { ...toast, id }]);
  setTimeout(() => drop(id), milliseconds);
}

const watch = (changed: () => void) => {
  watchers.add(changed);
  return () => watchers.delete(changed);
};

export function Toasts() {
  const shown = useSyncExternalStore(watch, () => toasts);
  return (
    <div className="toasts" role="region" aria-label="Messages" aria-live="polite">
      {shown.map(toast => (
        <div key={toast.id} className={toast.bad ? 'toast bad' : 'toast good'}>
          <Icon name={toast.bad ? 'dead' : 'check'} size={15} />
          <div className="grow">
            <strong>{toast.text}</strong>
            {toast.detail && (
              <p>
                <WithCode text={toast.detail} />
              </p>
            )}
          </div>
          <Button look="bare" small icon="cross" aria-label="Dismiss" onClick={() => drop(toast.id)} />
        </div>
      ))}
    </div>
  );
}
