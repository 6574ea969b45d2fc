// Starts a workflow with a client that was generated out of openapi.json, and prints its run when it has ended.
import { Api, ApprovalDecision } from './axle.ts';

const [url, token] = process.argv.slice(2);
const { api } = new Api({ baseUrl: url, baseApiParams: { headers: { Authorization: `Bearer ${token}` } } });
const started = await api.startRun({ workflow: 'greet', inputs: { who: 'Ann' } });
let run = (await api.getRun(started.data.id)).data;
while (run.attention.length === 0 && run.status === 'executing')
  run = (await api.getRun(run.id)).data;
await api.decideApproval(run.id, { decision: ApprovalDecision.Approve, parameters: { copies: 2 } });
while (run.status !== 'completed')
  run = (await api.getRun(run.id)).data;
console.log(JSON.stringify(run.outputs));
