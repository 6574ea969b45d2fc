// A small server that keeps the contract of `/api/v1` in memory. Tests and pictures use it; it is never shipped.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { WebSocketServer } from 'ws';
import * as data from './data.mjs';
import { listSessions, sessionApproval, sessionDetail } from './sessions.mjs';

const dist = new URL('../../dist/', import.meta.url);
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
};
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";
const list = items => ({ items, next: null });
const problem = (status, title, mend) => ({ status, body: { status, title, mend } });

/** Starts it; options say whether somebody is signed in, whether it is new, and whether it is empty. */
export async function startContract({ signedIn = true, fresh = false, empty = false } = {}) {
  const state = { signedIn, fresh, decided: [] };
  const some = items => list(empty ? [] : items);
  const session = {
    user: 'nikola',
    name: 'nikola',
    roles: ['admin'],
    tenants: ['acme', 'beta'],
    csrf: 'token',
    mode: 'users',
    permissions: [
      'runsStart',
      'runsControl',
      'approvalsDecide',
      'workflowsEdit',
      'budgetsChange',
      'keysManage',
      'usersManage',
      'auditRead',
      'tenantsManage',
      'systemManage',
    ],
  };
  const read = {
    '/setup': () => ({ needed: state.fresh }),
    '/session': () => (state.signedIn ? session : problem(401, 'You are not signed in')),
    '/overview': () =>
      empty
        ? {
            ...data.overview,
            throughput: [],
            started: 0,
            completed: 0,
            failed: 0,
            live: 0,
            usdToday: 0,
            callsToday: 0,
            waiting: { approvals: 0, deadLetters: 0 },
          }
        : data.overview,
    '/runs': query => {
      const found = data.runs.filter(
        r =>
          (!query.get('status') || r.status === query.get('status')) &&
          (!query.get('workflow') || r.workflow === query.get('workflow')) &&
          (!query.get('attention') || r.attention.includes(query.get('attention'))) &&
          (!query.get('search') || r.id.includes(query.get('search'))),
      );
      return some(found);
    },
    '/approvals': () => some([...data.approvals, sessionApproval].filter(a => !state.decided.some(d => d.step === a.step))),
    '/sessions': query => some(listSessions(query)),
    '/dead-letters': () => some(data.deadLetters),
    '/workflows': () => some(data.workflows),
    '/schedules': () => some(data.schedules),
    '/agents': () => some(data.agents),
    '/tools': () => some([]),
    '/providers': () => some(data.providers),
    '/circuits': () =>
      some([{ name: 'registry.example.com', status: 'open', failures: 7, nextProbeAt: new Date(Date.now() + 40_000).toISOString() }]),
    '/costs': query => some(data.costs(query.get('by'))),
    '/budgets': () => some(data.budgets),
    '/users': () => list(data.users),
    '/keys': () => some(data.keys),
    '/session/passkeys': () => list(data.passkeys),
    '/nodes': () => ({ nodes: empty ? [] : data.nodes }),
    '/tenants': () => list(data.tenants),
    '/audit': () => list(data.audit),
    '/audit/verification': () => ({ intact: true, entries: 412, head: 'ab12' }),
  };
  const inRun = {
    '': id => (id === data.failedRun.id ? data.failedRun : { ...data.run, id }),
    '/steps': id => list(id === data.failedRun.id ? failedSteps() : data.steps),
    '/graph': () => data.graph,
    '/events': (id, query) => list(data.events.filter(e => e.seq > Number(query.get('after')))),
    '/state': (id, query) => ({
      seq: Number(query.get('at')),
      status: 'executing',
      inputs: data.run.inputs,
      variables: { retries: 2 },
      steps: Object.fromEntries(data.steps.slice(0, Number(query.get('at')) / 3).map(s => [s.key, { status: s.status, output: s.output }])),
    }),
    '/timing': () => ({
      startedAt: data.run.createdAt,
      endedAt: data.ago(0),
      steps: data.steps
        .filter(s => s.startedAt)
        .map(s => ({
          path: s.path,
          kind: s.kind,
          attempts: s.attempts,
          readyAt: s.startedAt,
          startedAt: s.startedAt,
          endedAt: s.endedAt,
          retryingSeconds: s.attempts > 1 ? 9 : 0,
          isCritical: ['performance', 'priorities', 'ask'].includes(s.key),
        })),
    }),
    '/checkpoints': () => list([{ seq: 12, name: 'reviewed' }]),
    '/trace': () => list(data.trace),
    '/forks': id => list([{ ...data.runs[4], id: `${id}-fork`, forkOf: id, status: 'completed', usd: 0.398 }]),
    '/definition': id => data.definitionOf(id),
    '/diff': () => data.difference,
  };

  const answer = (method, path, query, body) => {
    if (method === 'GET' && read[path]) return read[path](query);
    const run = /^\/runs\/([^/]+)(.*)$/.exec(path);
    if (method === 'GET' && run && inRun[run[2]]) return inRun[run[2]](decodeURIComponent(run[1]), query);
    const named = /^\/(workflows|agents)\/([^/]+)$/.exec(path);
    if (method === 'GET' && named) {
      const item = data[named[1]].find(one => (one.id ?? one.name) === named[2]);
      return item
        ? named[1] === 'agents'
          ? data.agentDetail(item)
          : data.workflowDetail(item)
        : problem(404, 'There is nothing here by that name');
    }
    if (method === 'GET' && /^\/workflows\/[^/]+\/versions$/.test(path)) return data.versions;
    const session = /^\/sessions\/([^/]+)$/.exec(path);
    if (method === 'GET' && session) return sessionDetail(session[1]) ?? problem(404, 'Nothing is known of such a session');
    if (method === 'GET' && path.endsWith('/sessions')) return list(data.sessions);
    if (path === '/setup')
      return {
        totp: { secret: 'JBSWY3DPEHPK3PXP', uri: 'otpauth://totp/Axle:nikola?secret=JBSWY3DPEHPK3PXP&issuer=Axle' },
        recovery: ['k3tf-92ma', 'q8wz-11pl', 'm2xc-77rd', 'v5nb-03ye', 'h9gj-64su', 'd1ro-58ik'],
      };
    if (path === '/setup/confirm') {
      Object.assign(state, { fresh: false, signedIn: true });
      return session;
    }
    if (path === '/session' && method === 'POST')
      return body.password === 'wrong'
        ? problem(401, 'User, password or code is wrong', 'Check all three; a code is good for 30 seconds.')
        : ((state.signedIn = true), session);
    if (path === '/session' && method === 'DELETE') return void (state.signedIn = false);
    if (path === '/workflows/validate')
      return body.yaml.includes('agnet')
        ? {
            ok: false,
            problems: [
              {
                code: 'AXL0104',
                message: 'A step has no field `agnet`.',
                line: body.yaml.split('\n').findIndex(l => l.includes('agnet')) + 1,
                column: 5,
                mend: 'Did you mean `agent`?',
              },
            ],
          }
        : { ok: true, problems: [] };
    if (path === '/runs/bulk') return { affected: body.ids.slice(0, -1), count: Math.max(1, body.ids.length - 1) };
    if (path === '/runs' || path.endsWith('/forks'))
      return { ...data.run, id: body.id ?? `${data.run.id}-fork`, forkOf: path.endsWith('/forks') ? data.run.id : null };
    if (path.endsWith('/rollback')) return { seq: 12, checkpoint: 'reviewed', undone: [], runAgain: ['priorities', 'ask'] };
    if (path.endsWith('/decision')) return void state.decided.push(body);
    return method === 'GET' ? problem(404, 'There is nothing here by that name') : undefined;
  };

  const server = createServer(async (request, response) => {
    const url = new URL(request.url, 'http://127.0.0.1');
    if (!url.pathname.startsWith('/api/v1')) return serveFile(url.pathname, response);
    let text = '';
    for await (const part of request) text += part;
    const path = url.pathname.slice('/api/v1'.length);
    if (path.endsWith('/chat')) return talk(response, JSON.parse(text));
    const result = answer(request.method, path, url.searchParams, text ? JSON.parse(text) : {});
    const failed = typeof result?.status === 'number' && result.body;
    response.writeHead(failed ? result.status : 200, { 'content-type': 'application/json' });
    response.end(result === undefined ? '' : JSON.stringify(failed ? result.body : result));
  });

  const sockets = new WebSocketServer({ server, path: '/api/v1/live' });
  const subscriptions = new Set();
  sockets.on('connection', socket => {
    const own = new Map();
    subscriptions.add({ socket, own });
    socket.on('message', text => {
      const message = JSON.parse(String(text));
      if (message.type === 'subscribe') {
        own.set(message.id, message);
        socket.send(JSON.stringify({ type: 'ready', id: message.id, seq: 0 }));
      } else own.delete(message.id);
    });
  });
  const publish = (topic, run, seq, event) => {
    for (const { socket, own } of subscriptions) {
      for (const [id, wanted] of own) {
        if (wanted.topic === topic && (!wanted.run || wanted.run === run)) socket.send(JSON.stringify({ type: 'event', id, seq, event }));
      }
    }
  };
  await new Promise(done => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    state,
    publish,
    stop: () =>
      new Promise(done => {
        sockets.clients.forEach(socket => socket.terminate());
        server.close(done);
        server.closeAllConnections();
      }),
  };
}

function failedSteps() {
  return data.steps.map(s =>
    s.key === 'security'
      ? { ...s, status: 'failed', output: null, error: data.failedRun.error }
      : s.status === 'pending' || s.status === 'waiting'
        ? { ...s, status: 'skipped' }
        : s,
  );
}

async function serveFile(path, response) {
  const file = extname(path) ? path.slice(1) : 'index.html';
  try {
    const bytes = await readFile(new URL(file, dist));
    response.writeHead(200, {
      'content-type': types[extname(file)] ?? 'application/octet-stream',
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
    });
    response.end(bytes);
  } catch {
    response.writeHead(404).end();
  }
}

async function talk(response, body) {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const say = event => response.write(`data: ${JSON.stringify(event)}\n\n`);
  say({ type: 'RUN_STARTED', runId: data.run.id });
  say({ type: 'TOOL_CALL_START', toolCallId: 't1', toolCallName: 'code.search' });
  say({ type: 'TOOL_CALL_ARGS', toolCallId: 't1', delta: '{"query":"decimal.Parse"}' });
  say({ type: 'TOOL_CALL_RESULT', toolCallId: 't1', content: 'src/Payments/Charge.cs:88' });
  say({ type: 'TEXT_MESSAGE_START', messageId: 'm1' });
  const text = `You asked: *${body.message}*\n\nThere is **one** place:\n\n- \`src/Payments/Charge.cs\` line 88 parses the amount with the culture of the machine.\n\n\`\`\`csharp\nvar amount = decimal.Parse(text, CultureInfo.InvariantCulture);\n\`\`\`\n`;
  for (const part of text.match(/[\s\S]{1,24}/g)) say({ type: 'TEXT_MESSAGE_CONTENT', messageId: 'm1', delta: part });
  say({ type: 'TEXT_MESSAGE_END', messageId: 'm1' });
  say({ type: 'RUN_FINISHED' });
  response.end();
}
