import { Link, type ErrorComponentProps } from '@tanstack/react-router';
import { Empty, Problem } from '@/ui/Feedback';

export function NotFound() {
  return (
    <div className="page">
      <Empty icon="question" title="There is no such page" action={<Link to="/">To the overview</Link>}>
        The address may be from another version, or a letter of it was lost on the way.
      </Empty>
    </div>
  );
}

/** A screen that fell over: the rest of the dashboard goes on. */
export function Broken({ error, reset }: ErrorComponentProps) {
  return (
    <div className="page">
      <Problem title="This screen fell over" error={error} onRetry={reset} />
    </div>
  );
}
