import { AxleError } from './problem.ts';

/** Which server, and who asks. */
export interface Server {
  /** Its address, for example `https://axle.example.org/`. */
  url: string;
  /** An API key, or the token of `ax serve --local`. Pages of the server itself leave it out: the cookie of the session counts. */
  token?: string;
}

/** The address of something below `/api/v1/`. */
export const addressOf = (server: Server, path: string): URL => new URL(`api/v1/${path}`, server.url.endsWith('/') ? server.url : `${server.url}/`);

export const headersOf = (server: Server): Record<string, string> => (server.token ? { Authorization: `Bearer ${server.token}` } : {});

/** A socket that is open. Node.js 20 has WebSockets behind the flag `--experimental-websocket`, later ones by themselves. */
export async function openSocket(server: Server, path: string): Promise<WebSocket> {
  const address = addressOf(server, path);
  const plain = address.toString();
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  if (typeof WebSocket === 'undefined')
    throw new AxleError(0, 'noWebSocket', 'There is no WebSocket here. Start Node.js 20 with --experimental-websocket, or use Node.js 22.');
  // Browsers send the cookie, and know no headers; Node.js takes them where browsers take protocols.
  const socket = server.token ? new WebSocket(address, { headers: headersOf(server) } as never) : new WebSocket(address);
  await new Promise<void>((opened, failed) => {
    socket.onopen = () => opened();
    socket.onerror = () => failed(new Error(`${server.url} cannot be reached.`));
  }).catch(async fault => {
    // The socket does not say why; the same address without one does: 400 is its way to say that it wants a socket.
    const answer = await fetch(plain, { headers: headersOf(server) }).catch(() => undefined);
    if (answer && answer.status > 400 && answer.status < 500 && answer.status !== 429) throw await AxleError.of(answer);
    throw fault;
  });
  return socket;
}

/** Waits, or until a signal fires. */
export const pause = (milliseconds: number, signal?: AbortSignal): Promise<void> =>
  new Promise(over => {
    if (signal?.aborted) return over();
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      over();
    };
    const timer = setTimeout(end, milliseconds);
    signal?.addEventListener('abort', end);
  });
