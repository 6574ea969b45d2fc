// Plays a scene against a server: an agent serves, a run is started and watched. Prints what it saw as JSON.
import { AxleClient, AxleError, RemoteAgent, TaskError } from './index.ts';

declare const process: { argv: string[] };

const [, , url = '', token = ''] = process.argv;
const axle = new AxleClient({ url, token });
const workflow = (text: string) => `
name: talk
steps:
  - {key: say, agent: typist, action: type, with: {text: "${text}"}, retry: {maxAttempts: 1}}
  - {key: hold, dependsOn: [say], wait: {signal: go}}
outputs:
  text: \${{ steps.say.output.text }}
`;

const stop = new AbortController();
let connected = () => {};
const isConnected = new Promise<void>(yes => (connected = yes));
const agent = new RemoteAgent(
  {
    url, token, id: 'typist', version: '3', capabilities: [{ name: 'type', output: { type: 'object', required: ['text'] } }], places: 2,
    onChange: is => is && connected(),
  },
  async task => {
    if (task.inputs.text === 'nothing') throw new TaskError('validation', 'There is nothing to type.');
    task.tell('keyboard', 'Pressed some keys.');
    task.write('half of it');
    return { output: { text: `typed ${task.inputs.text}` }, usage: { usd: 0.5, tokens: 7 } };
  },
);
const serving = agent.run(stop.signal);
await isConnected;

const run = await axle.startRun({ yaml: workflow('hello') }, 'once');
const again = await axle.startRun({ yaml: workflow('hello') }, 'once');
const events: string[] = [];
for await (const event of axle.watch(run.id)) {
  events.push(event.type);
  if (event.type === 'step-waiting') await axle.signal(run.id, 'go');
}
const ended = await axle.run(run.id);
const failed = await axle.end((await axle.startRun({ yaml: workflow('nothing') })).id);
const nobody = await axle.run('nobody').catch((fault: AxleError) => fault.status);
const refused = await new RemoteAgent({ url, token: 'wrong', id: 'x', capabilities: [{ name: 'y' }] }, async () => ({ output: {} }))
  .run(stop.signal).catch((fault: AxleError) => fault.status);
stop.abort();
await serving;
console.log(JSON.stringify({
  same: again.id === run.id, events, outputs: ended.outputs, usd: ended['usd'], failed: failed.status, error: failed.error, nobody, refused,
}));
