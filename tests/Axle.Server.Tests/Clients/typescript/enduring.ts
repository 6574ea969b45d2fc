// An agent whose task ends when it is told so on standard input: says on standard output what happens to it.
import { RemoteAgent } from './index.ts';

declare const process: { argv: string[]; stdin: AsyncIterable<Uint8Array> };

const [, , url = '', token = ''] = process.argv;
const stop = new AbortController();
let end = () => {};
const mayEnd = new Promise<void>(yes => (end = yes));
let times = 0;
const serving = new RemoteAgent(
  {
    url, token, id: 'typist', capabilities: [{ name: 'type' }], longestPauseMilliseconds: 200,
    onChange: is => console.log(is ? 'connected' : 'cut off'),
  },
  async task => {
    times++;
    console.log('begun');
    await mayEnd;
    task.write('said while nobody was there');
    return { output: { text: 'typed' } };
  },
).run(stop.signal);
for await (const piece of process.stdin) {
  const said = new TextDecoder().decode(piece);
  if (said.includes('end')) end();
  if (said.includes('stop')) break;
}
stop.abort();
await serving;
console.log(`done ${times}`);
