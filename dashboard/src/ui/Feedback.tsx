import type { ReactNode } from 'react';
import { ApiProblem } from '@/api/problem';
import { Button } from './Button';
import { Copy } from './Copy';
import { Icon } from './Icon';
import type { IconName } from './icons';
import { Mend } from './Mend';
import './feedback.css';

interface EmptyProps {
  icon: IconName;
  title: string;
  children?: ReactNode;
  /** The exact command that fills the empty place. */
  command?: string;
  action?: ReactNode;
}

/** Nothing here yet: says what would be here, and how it comes here. */
export function Empty({ icon, title, children, command, action }: EmptyProps) {
  return (
    <div className="empty">
      <span className="empty-icon">
        <Icon name={icon} size={22} />
      </span>
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {command && <Command text={command} />}
      {action}
    </div>
  );
}

export function Command({ text }: { text: string }) {
  return (
    <div className="command">
      <code>{text}</code>
      <Copy text={text} what="the command" />
    </div>
  );
}

/** What went wrong, why, and what to do about it. */
export function Problem({ error, onRetry, title }: { error: unknown; onRetry?: () => void; title?: string }) {
  const problem = error instanceof ApiProblem ? error.problem : undefined;
  const message = error instanceof Error ? error.message : String(error);
  return (
    <div className="problem" role="alert">
      <Icon name="dead" size={16} />
      <div className="grow stack tight">
        <h2>{title ?? problem?.title ?? 'This did not work'}</h2>
        {problem?.title !== message && message && <p>{message}</p>}
        {problem?.mend && <Mend text={problem.mend} />}
        {problem?.code && <p className="quiet mono">{problem.code}</p>}
      </div>
      {onRetry && (
        <Button small icon="retry" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}

/** The shape of what is being fetched for the first time. */
export function Skeleton({ rows = 5, height = 40 }: { rows?: number; height?: number }) {
  return (
    <div className="skeleton" role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, index) => (
        <span key={index} className="skeleton-row" style={{ height, opacity: 1 - index / (rows + 1) }} />
      ))}
    </div>
  );
}
