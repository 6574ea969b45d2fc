import { useCallback, useEffect, useRef, useState } from 'react';
import { send } from '@/api/http';
import { ApiProblem } from '@/api/problem';
import { apply, emptyTurn, type AgUiEvent, type Turn } from '../presenter/agui';
import { EventCutter } from '../presenter/sse';

/** A conversation with an agent; its answers arrive as they are made. */
export function useChat(agent: string) {
  const [turns, setTurns] = useState<Turn[]>([]);
  const [session, setSession] = useState(() => crypto.randomUUID());
  const abort = useRef<AbortController>(undefined);
  const streaming = turns.at(-1)?.state === 'streaming';

  const reset = useCallback(() => {
    abort.current?.abort();
    setTurns([]);
    setSession(crypto.randomUUID());
  }, []);
  useEffect(() => reset, [agent, reset]);

  const change = (next: (turn: Turn) => Turn) => setTurns(all => all.map((turn, index) => (index === all.length - 1 ? next(turn) : turn)));

  const ask = async (message: string) => {
    const controller = new AbortController();
    abort.current = controller;
    setTurns(all => [...all, { role: 'user', parts: [{ kind: 'text', id: 'user', text: message }], state: 'done' }, emptyTurn]);
    try {
      for await (const event of stream(agent, message, session, controller.signal)) change(turn => apply(turn, event));
      change(turn => (turn.state === 'streaming' ? { ...turn, state: 'done', step: undefined } : turn));
    } catch (error) {
      if (controller.signal.aborted) change(turn => ({ ...turn, state: 'stopped', step: undefined }));
      else change(turn => ({ ...turn, state: 'failed', step: undefined, error: wordsOf(error) }));
    }
  };
  return { turns, streaming, ask, stop: () => abort.current?.abort(), reset };
}

function wordsOf(error: unknown): string {
  if (error instanceof ApiProblem) return [error.message, error.problem.mend].filter(Boolean).join(' ');
  return 'The connection was cut. What the agent said so far is kept; ask again to go on.';
}

async function* stream(agent: string, message: string, session: string, signal: AbortSignal): AsyncGenerator<AgUiEvent> {
  const response = await send('POST', `/agents/${encodeURIComponent(agent)}/chat`, { body: { message, session }, signal });
  const reader = response.body!.pipeThrough(new TextDecoderStream() as unknown as ReadableWritablePair<string, Uint8Array>).getReader();
  const cutter = new EventCutter();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    for (const data of cutter.push(value)) {
      try {
        yield JSON.parse(data) as AgUiEvent;
      } catch {
        // A line that is no event says nothing; the next one may.
      }
    }
  }
}
