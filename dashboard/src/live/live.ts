import { useEffect, useRef, useSyncExternalStore } from 'react';
import { queryClient } from '@/app/queryClient';
import { LiveConnection, type Listener, type LiveState, type Topic } from './socket';

function address(): string {
  const { protocol, host } = window.location;
  return `${protocol === 'https:' ? 'wss:' : 'ws:'}//${host}/api/v1/live`;
}

/** The connection of this page. */
export const live = new LiveConnection({
  open: () => new WebSocket(address()) as unknown as import('./socket').SocketLike,
  onBack: () => void queryClient.invalidateQueries(),
});

window.addEventListener('online', () => live.retryNow());
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') live.retryNow();
});

export function useLiveState(): LiveState {
  return useSyncExternalStore(live.watch, live.getState);
}

/** Listens to a topic while the component is shown. `undefined` listens to nothing. */
export function useLive(topic: Topic | undefined, listener: Listener): void {
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  const key = topic ? `${topic.topic} ${topic.run ?? ''}` : '';
  const after = useRef(topic?.after);
  after.current = topic?.after;
  useEffect(() => {
    if (!key) return undefined;
    const [name, run] = key.split(' ');
    return live.subscribe(
      { topic: name as Topic['topic'], run: run || undefined, after: after.current },
      {
        onEvent: (event, seq) => latest.current.onEvent(event, seq),
        onBehind: () => latest.current.onBehind?.(),
      },
    );
  }, [key]);
}
