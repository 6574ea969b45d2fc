import { AxleError } from './problem.ts';
import { addressOf, headersOf, openSocket, pause, type Server } from './server.ts';

const firstPause = 500;
const longestPause = 15_000;
// The server says something every 20 seconds.
const longestSilence = 60_000;
const ends = ['run-completed', 'run-failed', 'run-cancelled'];

/** What is started: a workflow by name, or as text. */
export interface StartRun {
  workflow?: string;
  yaml?: string;
  inputs?: Record<string, unknown>;
  apply?: boolean;
  id?: string;
}

/** A run, as far as this client needs to know it. The OpenAPI document of the server has the rest. */
export interface Run {
  id: string;
  workflow: string;
  status: string;
  outputs?: Record<string, unknown> | null;
  error?: string | null;
  [more: string]: unknown;
}

/** Something that happened in a run. */
export interface RunEvent {
  type: string;
  seq: number;
  [more: string]: unknown;
}

/** Starts runs, watches them, and tells them what they wait for. */
export class AxleClient {
  readonly #server: Server;

  constructor(server: Server) {
    this.#server = server;
  }

  /** Starts a run. With a key of one's own it is safe to repeat. */
  startRun(start: StartRun, key?: string): Promise<Run> {
    return this.#ask('POST', 'runs', start, key);
  }

  /** Shows a run. */
  run(id: string): Promise<Run> {
    return this.#ask('GET', `runs/${encodeURIComponent(id)}`);
  }

  /** Tells a run what a `wait` step waits for. */
  signal(id: string, name: string, body: unknown = {}, key?: string): Promise<unknown> {
    return this.#ask('POST', `runs/${encodeURIComponent(id)}/signals`, { name, body }, key);
  }

  /** Answers what a run asks a person. */
  decide(id: string, decision: 'approve' | 'reject', more: { step?: string; questionId?: string; parameters?: unknown; comment?: string } = {}): Promise<unknown> {
    return this.#ask('POST', `approvals/${encodeURIComponent(id)}/decision`, { decision, ...more });
  }

  /** Cancels a run. */
  cancel(id: string, reason?: string): Promise<unknown> {
    return this.#ask('POST', `runs/${encodeURIComponent(id)}/cancel`, { reason });
  }

  /** Every event of a run after one, to its end. When the connection breaks it goes on after the last one: nothing is missing, nothing comes twice. */
  async *watch(id: string, after = 0, signal?: AbortSignal): AsyncGenerator<RunEvent> {
    for (let wait = firstPause; !signal?.aborted; wait = Math.min(wait * 2, longestPause)) {
      try {
        for await (const message of this.#listen(id, after, signal)) {
          // What passes by itself is no reason to give up.
          if (message.type === 'problem' && (message.problem.status === 429 || message.problem.status >= 500)) break;
          if (message.type === 'problem') throw new AxleError(message.problem.status, message.problem.code, message.problem.detail);
          if (message.type !== 'event') continue;
          after = message.seq;
          wait = firstPause;
          yield { ...message.event, seq: message.seq };
          if (ends.includes(message.event.type)) return;
        }
      } catch (fault) {
        if (fault instanceof AxleError) throw fault;
      }
      await pause(wait, signal);
    }
  }

  /** The run at its end. */
  async end(id: string, signal?: AbortSignal): Promise<Run> {
    for await (const _ of this.watch(id, 0, signal));
    return this.run(id);
  }

  async *#listen(run: string, after: number, signal?: AbortSignal): AsyncGenerator<any> {
    const socket = await openSocket(this.#server, 'live');
    const heard: any[] = [];
    let wake = () => {};
    let isOpen = true;
    const close = () => {
      isOpen = false;
      wake();
    };
    let silence = setTimeout(close, longestSilence);
    socket.onmessage = message => {
      clearTimeout(silence);
      silence = setTimeout(close, longestSilence);
      heard.push(JSON.parse(String(message.data)));
      wake();
    };
    socket.onclose = socket.onerror = close;
    signal?.addEventListener('abort', close);
    try {
      socket.send(JSON.stringify({ type: 'subscribe', id: '1', topic: 'run', run, after }));
      while (isOpen || heard.length > 0) {
        if (heard.length > 0) yield heard.shift();
        else await new Promise<void>(more => (wake = more));
      }
    } finally {
      clearTimeout(silence);
      signal?.removeEventListener('abort', close);
      socket.close();
    }
  }

  async #ask<T>(method: string, path: string, body?: unknown, key?: string): Promise<T> {
    const answer = await fetch(addressOf(this.#server, path), {
      method,
      headers: {
        ...headersOf(this.#server),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(key === undefined ? {} : { 'Idempotency-Key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw await AxleError.of(answer);
    return (answer.status === 204 ? undefined : await answer.json()) as T;
  }
}
