import { AxleError } from './problem.ts';
import { openSocket, pause, type Server } from './server.ts';

const firstPause = 500;
// The server shows less.
const longestError = 600;

/** Something that an agent can be asked to do: an action that steps of workflows name. */
export interface Capability {
  /** Lower-case letters, digits and `-`. */
  name: string;
  description?: string;
  keywords?: string[];
  /** How well the agent does it, above 0 up to 1. */
  confidence?: number;
  /** JSON Schema of the inputs object; any object without one. */
  inputs?: object;
  /** JSON Schema of the output object, which the server checks. */
  output?: object;
  /** Whether doing it changes the outside world: it is never done twice by itself. */
  world?: boolean;
}

/** Who an agent is, and what it can do. */
export interface AgentOptions extends Server {
  /** Unique in its tenant: lower-case letters, digits and `-`. Workflows name it. */
  id: string;
  name?: string;
  version?: string;
  description?: string;
  capabilities: Capability[];
  /** How many tasks it does at once; 1 unless said. */
  places?: number;
  /** How long tasks in hand may go on when the agent stops; 30,000 unless said. */
  drainMilliseconds?: number;
  /** The longest pause between two tries to connect; 15,000 unless said. */
  longestPauseMilliseconds?: number;
  /** Told of connections that begin and end, with why. */
  onChange?: (connected: boolean, why: string) => void;
}

/** What came of a task. */
export interface TaskResult {
  /** An object that matches the schema of the capability's output. */
  output: object;
  /** What was spent on it: it counts for the run's budget. */
  usage?: { usd?: number; tokens?: number };
}

/** A task failed, in words that the run's history has. `kind` says whether it is tried again: `tool`, `network`, `overloaded` are, `validation`, `refused` are not. */
export class TaskError extends Error {
  readonly kind: string;

  constructor(kind: string, message: string) {
    super(message);
    this.kind = kind;
  }
}

/** The server reads no half of a character. */
const wellFormed = (_: string, value: unknown) => (typeof value === 'string' ? value.toWellFormed() : value);

/** A task that the agent was given. What is written and told is kept until the server has it, also over a cut of the connection. */
export class AgentTask {
  readonly id: string;
  readonly action: string;
  readonly inputs: any;
  readonly run: string;
  readonly step: string;
  /** The same whenever the same work is asked for again: hand it to systems that take an idempotency key. */
  readonly idempotencyKey: string;
  /** Whether the outside world may be changed. */
  readonly apply: boolean;
  readonly outputSchema: object;
  readonly deadline: Date | undefined;
  readonly #cancelled = new AbortController();
  readonly #send: (message: string) => void;
  readonly #largestMessage: () => number;
  #unheard: { seq: number; message: string }[] = [];
  #seq = 0;
  #hasEnded = false;
  /** The first half of a character whose second half is still to come. */
  #half = '';

  /** @internal */
  constructor(id: string, work: any, send: (message: string) => void, largestMessage: () => number) {
    this.id = id;
    this.#send = send;
    this.#largestMessage = largestMessage;
    ({ action: this.action, inputs: this.inputs, run: this.run, step: this.step, idempotencyKey: this.idempotencyKey } = work);
    this.apply = work.apply;
    this.outputSchema = work.output;
    this.deadline = work.deadline ? new Date(work.deadline) : undefined;
  }

  /** Fires when nobody wants the task any more. */
  get signal(): AbortSignal {
    return this.#cancelled.signal;
  }

  /** Says more of the answer: whoever watches the run sees it as it comes. */
  write(text: string): void {
    const all = this.#half + text;
    this.#half = /[\ud800-\udbff]$/.test(all) ? all.slice(-1) : '';
    const whole = this.#half ? all.slice(0, -1) : all;
    if (whole) this.#say({ type: 'text', text: whole });
  }

  /** Tells what happens: the history of the run has it. */
  tell(name: string, text: string): void {
    this.#say({ type: 'event', name, text });
  }

  /** @internal */
  end(result: object): void {
    this.#say({ type: 'result', ...result });
    this.#hasEnded = true;
  }

  /** Everything up to a number has arrived; true when the server knows all of the task. @internal */
  hear(seq: number): boolean {
    this.#unheard = this.#unheard.filter(u => u.seq > seq);
    return this.#hasEnded && this.#unheard.length === 0;
  }

  /** Says again what may have been lost. @internal */
  sayAgain(): void {
    this.#unheard.forEach(u => this.#send(u.message));
  }

  /** @internal */
  cancel(): void {
    this.#cancelled.abort();
  }

  #say(said: { type: string; [more: string]: unknown }): void {
    if (this.#hasEnded) return;
    const seq = this.#seq + 1;
    const { type, ...more } = said;
    const message = JSON.stringify({ type, task: this.id, seq, ...more }, wellFormed);
    const length = new TextEncoder().encode(message).length;
    // The server would end the connection, and every one on which it is said again.
    if (length > this.#largestMessage())
      throw new TaskError(
        'malformedAnswer',
        `The agent had ${length} bytes to say at once; the server takes ${this.#largestMessage()}. See 'server: agents: largestMessage'.`,
      );
    this.#seq = seq;
    this.#unheard.push({ seq, message });
    this.#send(message);
  }
}

/**
 * An agent that lives in this process: it offers itself to a server, is given tasks of runs, and says what comes of them. A cut of the connection, or the
 * death of the server, interrupts no task: the agent comes back, and says what may have been lost.
 */
export class RemoteAgent {
  readonly #options: AgentOptions;
  readonly #perform: (task: AgentTask) => Promise<TaskResult>;
  readonly #process = Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');
  readonly #tasks = new Map<string, AgentTask>();
  #socket: WebSocket | undefined;
  #largestMessage = Infinity;
  #isEmpty = () => {};

  constructor(options: AgentOptions, perform: (task: AgentTask) => Promise<TaskResult>) {
    this.#options = options;
    this.#perform = perform;
  }

  /** Serves until the signal fires: takes nothing new then, ends the tasks in hand, and returns. Throws when the server refuses the agent. */
  async run(stop: AbortSignal): Promise<void> {
    const over = new AbortController();
    const drain = () => void this.#drain().finally(() => over.abort());
    stop.addEventListener('abort', drain);
    if (stop.aborted) drain();
    try {
      let wait = firstPause;
      while (!over.signal.aborted) {
        const { served, why } = await this.#serve(stop, over.signal);
        if (over.signal.aborted) break;
        wait = served ? firstPause : Math.min(wait * 2, this.#options.longestPauseMilliseconds ?? 15_000);
        this.#options.onChange?.(false, why);
        // All agents of a server that comes back do not come back at the same moment.
        await pause(wait * (0.5 + Math.random()), over.signal);
      }
    } finally {
      stop.removeEventListener('abort', drain);
      for (const task of this.#tasks.values()) task.cancel();
      this.#tasks.clear();
    }
  }

  async #serve(stop: AbortSignal, over: AbortSignal): Promise<{ served: boolean; why: string }> {
    let socket: WebSocket;
    try {
      socket = await openSocket(this.#options, 'agents/connect');
    } catch (fault) {
      if (fault instanceof AxleError) throw fault;
      return { served: false, why: String(fault) };
    }
    const close = () => socket.close();
    const tellDrain = () => socket.send(JSON.stringify({ type: 'drain' }));
    let [served, beating, silence]: [boolean, ReturnType<typeof setInterval> | undefined, ReturnType<typeof setTimeout> | undefined] = [false, undefined, undefined];
    over.addEventListener('abort', close);
    try {
      return await new Promise((ended, refused) => {
        let lease = 30_000;
        socket.onclose = event => ended({ served, why: event.reason || 'The connection broke.' });
        socket.onmessage = ({ data }) => {
          // A server from which nothing comes for so long is gone.
          clearTimeout(silence);
          silence = setTimeout(close, lease);
          const message = JSON.parse(String(data));
          if (message.type === 'problem' && !served) {
            const { status, code, detail } = message.problem;
            if (status !== 429 && status < 500) refused(new AxleError(status, code, detail));
          } else if (message.type === 'registered') {
            served = true;
            lease = message.leaseSeconds * 1000;
            this.#resume(socket, message);
            beating = setInterval(() => socket.send(JSON.stringify({ type: 'heartbeat' })), message.heartbeatSeconds * 1000);
            if (stop.aborted) tellDrain();
            else stop.addEventListener('abort', tellDrain);
            this.#options.onChange?.(true, `Connected to ${this.#options.url}.`);
          } else {
            this.#hear(message);
          }
        };
        silence = setTimeout(close, lease);
        socket.send(JSON.stringify(this.#registration()));
      });
    } finally {
      clearInterval(beating);
      clearTimeout(silence);
      over.removeEventListener('abort', close);
      stop.removeEventListener('abort', tellDrain);
      this.#socket = undefined;
      socket.close();
    }
  }

  #registration(): object {
    const { id, name, version, description, capabilities, places } = this.#options;
    return {
      type: 'register', agent: id, name, version, description, capabilities, places: places ?? 1, process: this.#process, tasks: [...this.#tasks.keys()],
    };
  }

  #resume(socket: WebSocket, welcome: { largestMessage: number; kept: { task: string; seq: number }[]; dropped: string[] }): void {
    this.#socket = socket;
    this.#largestMessage = welcome.largestMessage;
    welcome.dropped.forEach(id => this.#drop(id));
    for (const { task, seq } of welcome.kept) {
      this.#acknowledge(task, seq);
      this.#tasks.get(task)?.sayAgain();
    }
  }

  #hear(message: any): void {
    if (message.type === 'ack') this.#acknowledge(message.task, message.seq);
    else if (message.type === 'cancel') this.#drop(message.task);
    else if (message.type === 'task' && !this.#tasks.has(message.task)) {
      const task = new AgentTask(message.task, message.work, said => this.#socket?.send(said), () => this.#largestMessage);
      this.#tasks.set(task.id, task);
      void this.#do(task);
    }
  }

  async #do(task: AgentTask): Promise<void> {
    try {
      const { output, usage } = await this.#perform(task);
      task.end({ output, usage });
    } catch (fault) {
      const kind = fault instanceof TaskError ? fault.kind : 'unknown';
      task.end({ error: { kind, message: (fault instanceof Error ? fault.message : String(fault)).slice(0, longestError) } });
    }
  }

  #acknowledge(id: string, seq: number): void {
    if (this.#tasks.get(id)?.hear(seq)) this.#remove(id);
  }

  #drop(id: string): void {
    this.#tasks.get(id)?.cancel();
    this.#remove(id);
  }

  #remove(id: string): void {
    this.#tasks.delete(id);
    if (this.#tasks.size === 0) this.#isEmpty();
  }

  async #drain(): Promise<void> {
    if (this.#tasks.size > 0)
      await Promise.race([new Promise<void>(empty => (this.#isEmpty = empty)), pause(this.#options.drainMilliseconds ?? 30_000)]);
  }
}
