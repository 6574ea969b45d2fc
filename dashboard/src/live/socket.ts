import { backoff } from './backoff';

/** How the page is joined to the server, as people are told it. */
export type LiveState = 'connecting' | 'live' | 'reconnecting';

export interface Topic {
  topic: 'runs' | 'run' | 'approvals';
  run?: string;
  after?: number;
}

export interface Message {
  type: 'event' | 'behind' | 'ready' | 'problem' | 'ping';
  id?: string;
  seq?: number;
  event?: unknown;
  missed?: number;
  problem?: { title?: string; code?: string };
}

export interface Listener {
  onEvent: (event: unknown, seq: number) => void;
  /** Some events were left out, or a connection was cut: what is on the screen may be old. */
  onBehind?: () => void;
}

interface Subscription {
  wanted: Topic;
  listener: Listener;
  seq: number;
  patience?: ReturnType<typeof setTimeout>;
}

/** What a socket needs to be able to do; the browser's has it, and tests bring their own. */
export interface SocketLike {
  send(text: string): void;
  close(): void;
  onopen: (() => void) | null;
  onmessage: ((message: { data: unknown }) => void) | null;
  onclose: (() => void) | null;
}

export interface LiveOptions {
  open: () => SocketLike;
  random?: () => number;
  /** Called after a cut when the connection is back, so that what has no sequence is asked again. */
  onBack?: () => void;
}

/** A server that pings every 20 s and is silent for longer than this is gone, whatever the network says. */
const silence = 45_000;
/** A subscription is answered at once; one that is not says that the other side does not listen any more. */
const answer = 8_000;

/**
 * The one connection of a page to its server. Each subscription remembers the last sequence number that it saw, and resumes after it
 * when the connection was cut: nothing is lost, and nothing comes twice.
 */
export class LiveConnection {
  private readonly subscriptions = new Map<string, Subscription>();
  private readonly watchers = new Set<() => void>();
  private socket: SocketLike | undefined;
  private state: LiveState = 'connecting';
  private attempts = 0;
  private nextId = 1;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private watchdog: ReturnType<typeof setTimeout> | undefined;
  private wanted = false;

  constructor(private readonly options: LiveOptions) {}

  readonly getState = (): LiveState => this.state;

  readonly watch = (changed: () => void): (() => void) => {
    this.watchers.add(changed);
    return () => this.watchers.delete(changed);
  };

  start(): void {
    if (this.wanted) return;
    this.wanted = true;
    this.connect();
  }

  stop(): void {
    this.wanted = false;
    clearTimeout(this.timer);
    clearTimeout(this.watchdog);
    this.socket?.close();
    this.socket = undefined;
    this.attempts = 0;
    this.change('connecting');
  }

  /** Tries at once instead of at the end of the waiting time: the network is back, or the page is looked at again. */
  retryNow(): void {
    if (!this.wanted || this.socket) return;
    clearTimeout(this.timer);
    this.connect();
  }

  subscribe(wanted: Topic, listener: Listener): () => void {
    const id = String(this.nextId++);
    this.subscriptions.set(id, { wanted, listener, seq: wanted.after ?? 0 });
    if (this.state === 'live') this.ask(id);
    return () => {
      clearTimeout(this.subscriptions.get(id)?.patience);
      this.subscriptions.delete(id);
      if (this.state === 'live') this.say({ type: 'unsubscribe', id });
    };
  }

  private connect(): void {
    const socket = this.options.open();
    this.socket = socket;
    socket.onopen = () => {
      const back = this.attempts > 0;
      this.attempts = 0;
      this.change('live');
      this.heard();
      for (const id of this.subscriptions.keys()) this.ask(id);
      if (back) this.options.onBack?.();
    };
    socket.onmessage = message => this.receive(message.data);
    socket.onclose = () => this.lost(socket);
  }

  private lost(socket: SocketLike): void {
    if (socket !== this.socket) return;
    this.socket = undefined;
    clearTimeout(this.watchdog);
    this.subscriptions.forEach(subscription => clearTimeout(subscription.patience));
    if (!this.wanted) return;
    this.attempts++;
    this.change('reconnecting');
    this.timer = setTimeout(() => this.connect(), backoff(this.attempts, this.options.random?.() ?? Math.random()));
  }

  private receive(data: unknown): void {
    this.heard();
    const message = read(data);
    const subscription = message?.id === undefined ? undefined : this.subscriptions.get(message.id);
    if (!message || !subscription) return;
    clearTimeout(subscription.patience);
    if (message.type === 'event' && message.event !== undefined) {
      if (message.seq !== undefined) subscription.seq = Math.max(subscription.seq, message.seq);
      subscription.listener.onEvent(message.event, message.seq ?? 0);
    } else if (message.type === 'behind') {
      subscription.listener.onBehind?.();
      this.ask(message.id!);
    }
  }

  private ask(id: string): void {
    const subscription = this.subscriptions.get(id)!;
    const { wanted, seq } = subscription;
    clearTimeout(subscription.patience);
    subscription.patience = setTimeout(() => this.giveUp(), answer);
    this.say({ type: 'subscribe', id, ...wanted, after: wanted.topic === 'run' ? seq : undefined });
  }

  private say(message: object): void {
    this.socket?.send(JSON.stringify(message));
  }

  private heard(): void {
    clearTimeout(this.watchdog);
    this.watchdog = setTimeout(() => this.giveUp(), silence);
  }

  /** The connection is of no use: another is made, and what was missed comes with it. */
  private giveUp(): void {
    const socket = this.socket;
    socket?.close();
    if (socket) this.lost(socket);
  }

  private change(state: LiveState): void {
    if (this.state === state) return;
    this.state = state;
    this.watchers.forEach(changed => changed());
  }
}

function read(data: unknown): Message | undefined {
  try {
    return JSON.parse(String(data)) as Message;
  } catch {
    return undefined;
  }
}
