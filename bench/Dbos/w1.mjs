// W1 on DBOS: runs of 10 sequential no-op steps. Asked by lines: "load CALLERS SECONDS" is answered with "= load {times, seconds, latenciesMs}".
import readline from 'node:readline';
import { DBOS } from '@dbos-inc/dbos-sdk';

const result = { ok: true, pad: 'x'.repeat(80) };
const chain = DBOS.registerWorkflow(async () => {
  let last;
  for (let i = 0; i < 10; i++) last = await DBOS.runStep(async () => result, { name: `s${i}` });
  return last;
}, { name: 'chain' });

DBOS.setConfig({ name: 'bench', systemDatabaseUrl: process.argv[2], logLevel: 'error', runAdminServer: false });
await DBOS.launch();
console.log('ready');

async function load(callers, seconds) {
  const latenciesMs = [];
  const start = performance.now();
  await Promise.all(Array.from({ length: callers }, async () => {
    while (performance.now() - start < seconds * 1000) {
      const begun = performance.now();
      await (await DBOS.startWorkflow(chain)()).getResult();
      latenciesMs.push(Math.round((performance.now() - begun) * 10) / 10);
    }
  }));
  return { times: latenciesMs.length, seconds: (performance.now() - start) / 1000, latenciesMs };
}

for await (const line of readline.createInterface({ input: process.stdin })) {
  const [verb, callers, seconds] = line.split(' ');
  if (verb === 'load') console.log(`= load ${JSON.stringify(await load(Number(callers), Number(seconds)))}`);
}
process.exit(0);
