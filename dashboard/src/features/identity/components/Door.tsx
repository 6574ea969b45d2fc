import type { ReactNode } from 'react';
import './door.css';

/** The frame of what is shown before somebody is signed in. */
export function Door({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  return (
    <main className="door">
      <div className="door-card">
        <svg width="40" height="40" viewBox="0 0 32 32" aria-hidden="true" className="mark">
          <circle cx="9.500" cy="16" r="5" />
          <circle cx="22.500" cy="16" r="5" />
          <path d="M14.500 16h3" />
        </svg>
        <h1>{title}</h1>
        {lead && <p className="soft">{lead}</p>}
        {children}
      </div>
    </main>
  );
}
