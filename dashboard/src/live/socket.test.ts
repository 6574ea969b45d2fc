import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { backoff } from './backoff';
import { LiveConnection, type SocketLike } from './socket';

class FakeSocket implements SocketLike {
  sent: { type: string; id: string; after?: number; run?: string }[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;
  send(text: string) {
    this.sent.push(JSON.parse(text));
  }
  close() {
    this.onclose?.();
  }
  say(message: object) {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
}

describe('The live connection', () => {
  let sockets: FakeSocket[];
  let back: number;
  let live: LiveConnection;
  const newest = () => sockets.at(-1)!;

  beforeEach(() => {
    vi.useFakeTimers();
    sockets = [];
    back = 0;
    live = new LiveConnection({
      open: () => {
        sockets.push(new FakeSocket());
        return newest();
      },
      random: () => 0,
      onBack: () => back++,
    });
  });
  afterEach(() => {
    live.stop();
    vi.useRealTimers();
  });

  it('hands each event to the one who asked for it', () => {
    const seen: unknown[] = [];
    live.start();
    newest().onopen?.();
    live.subscribe({ topic: 'run', run: 'a', after: 4 }, { onEvent: event => seen.push(event) });
    expect(newest().sent).toEqual([{ type: 'subscribe', id: '1', topic: 'run', run: 'a', after: 4 }]);
    newest().say({ type: 'event', id: '1', seq: 5, event: { seq: 5 } });
    newest().say({ type: 'event', id: '9', seq: 5, event: { seq: 5 } });
    expect(seen).toEqual([{ seq: 5 }]);
  });

  it('resumes after the last event that it saw when the connection was cut', () => {
    live.subscribe({ topic: 'run', run: 'a', after: 0 }, { onEvent: () => undefined });
    live.start();
    newest().onopen?.();
    newest().say({ type: 'event', id: '1', seq: 7, event: { seq: 7 } });
    newest().close();
    expect(live.getState()).toBe('reconnecting');
    vi.advanceTimersByTime(200);
    newest().onopen?.();
    expect(sockets).toHaveLength(2);
    expect(newest().sent).toEqual([{ type: 'subscribe', id: '1', topic: 'run', run: 'a', after: 7 }]);
    expect(live.getState()).toBe('live');
    expect(back).toBe(1);
  });

  it('waits longer each time, and at once when asked to', () => {
    live.start();
    newest().close();
    vi.advanceTimersByTime(125);
    expect(sockets).toHaveLength(2);
    newest().close();
    vi.advanceTimersByTime(125);
    expect(sockets).toHaveLength(2);
    live.retryNow();
    expect(sockets).toHaveLength(3);
  });

  it('takes a silent server for gone', () => {
    live.start();
    newest().onopen?.();
    vi.advanceTimersByTime(46_000);
    expect(live.getState()).toBe('reconnecting');
  });

  it('makes another connection when a subscription is not answered', () => {
    live.start();
    newest().onopen?.();
    live.subscribe({ topic: 'runs' }, { onEvent: () => undefined });
    newest().say({ type: 'ready', id: '1', seq: 0 });
    live.subscribe({ topic: 'run', run: 'a', after: 0 }, { onEvent: () => undefined });
    vi.advanceTimersByTime(8_000);
    expect(live.getState()).toBe('reconnecting');
    vi.advanceTimersByTime(125);
    expect(sockets).toHaveLength(2);
  });

  it('catches up when it is told that it fell behind', () => {
    let behind = 0;
    live.start();
    newest().onopen?.();
    live.subscribe({ topic: 'run', run: 'a', after: 0 }, { onEvent: () => undefined, onBehind: () => behind++ });
    newest().say({ type: 'behind', id: '1', missed: 200 });
    expect(behind).toBe(1);
    expect(newest().sent).toHaveLength(2);
  });

  it('says goodbye to what nobody watches', () => {
    live.start();
    newest().onopen?.();
    live.subscribe({ topic: 'runs' }, { onEvent: () => undefined })();
    expect(newest().sent.map(message => message.type)).toEqual(['subscribe', 'unsubscribe']);
  });

  it('is not troubled by what is no message', () => {
    live.start();
    newest().onopen?.();
    newest().onmessage?.({ data: 'not json' });
    expect(live.getState()).toBe('live');
  });

  it('waits from an eighth of a second up to five', () =>
    expect([backoff(1, 0), backoff(2, 1), backoff(30, 1)]).toEqual([125, 500, 5_000]));
});
