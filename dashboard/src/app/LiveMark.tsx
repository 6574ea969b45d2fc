import { useLiveState } from '@/live/live';

const words = {
  live: { text: 'Live', title: 'What you see changes as it happens.' },
  connecting: { text: 'Connecting', title: 'The live connection is being made.' },
  reconnecting: {
    text: 'Reconnecting',
    title: 'The server does not answer. What you see is from before; the page catches up by itself.',
  },
} as const;

/** Whether the page is joined to its server, said quietly. */
export function LiveMark() {
  const state = useLiveState();
  const { text, title } = words[state];
  return (
    <span className={`live ${state}`} role="status" title={title} data-live={state}>
      <span className="live-dot" aria-hidden="true" />
      {text}
    </span>
  );
}
