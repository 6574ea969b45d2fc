import type { ReactNode } from 'react';

interface Props {
  on: boolean;
  onClick: () => void;
  children: ReactNode;
}

/** One of several choices, on or off. */
export function Pill({ on, onClick, children }: Props) {
  return (
    <button type="button" className="pill" aria-pressed={on} onClick={onClick}>
      {children}
    </button>
  );
}
