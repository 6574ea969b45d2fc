import { http } from './http';
import type {
  AgentTrace,
  Checkpoint,
  Graph,
  Json,
  JsonObject,
  Page,
  Run,
  RunDefinition,
  RunDifference,
  RunEvent,
  RunRow,
  Step,
  Timing,
} from './types';

/** What the list of runs can be narrowed by. */
export interface RunFilter {
  status?: string;
  workflow?: string;
  attention?: string;
  search?: string;
  /** Hash of the definition that runs are pinned to. */
  definition?: string;
  from?: string;
  to?: string;
}

export type RunCommand = 'pause' | 'resume' | 'cancel' | 'promote' | 'discard';

export interface StartRun {
  workflow?: string;
  yaml?: string;
  inputs?: Json;
  id?: string;
  apply?: boolean;
}

export interface ForkRun {
  /** The sequence number that it begins after, as text; `0` begins anew and takes over results that are the same. */
  at: string;
  inputs?: Json;
  steps?: Record<string, JsonObject>;
  yaml?: string;
}

export interface RollbackAnswer {
  seq: number;
  checkpoint?: string | null;
  undone: string[];
  runAgain: string[];
}

export interface BulkRuns {
  action: 'cancel' | 'pause' | 'resume' | 'delete';
  ids?: string[];
  filter?: RunFilter;
  dryRun?: boolean;
}

export interface BulkAnswer {
  affected: string[];
  count: number;
  /** Those that it cannot be done to. */
  failed?: { id: string; why: string }[];
}

const at = (id: string) => `/runs/${encodeURIComponent(id)}`;

export const runsApi = {
  list: (filter: RunFilter, cursor?: string, signal?: AbortSignal) =>
    http.get<Page<RunRow>>('/runs', { ...filter, cursor, limit: 50 }, signal),
  get: (id: string, signal?: AbortSignal) => http.get<Run>(at(id), undefined, signal),
  steps: (id: string, signal?: AbortSignal) => http.get<Page<Step>>(`${at(id)}/steps`, undefined, signal),
  graph: (id: string, signal?: AbortSignal) => http.get<Graph>(`${at(id)}/graph`, undefined, signal),
  events: (id: string, after: number, signal?: AbortSignal) => http.get<Page<RunEvent>>(`${at(id)}/events`, { after, limit: 1000 }, signal),
  state: (id: string, seq: number, signal?: AbortSignal) => http.get<JsonObject>(`${at(id)}/state`, { at: seq }, signal),
  timing: (id: string, signal?: AbortSignal) => http.get<Timing>(`${at(id)}/timing`, undefined, signal),
  checkpoints: (id: string, signal?: AbortSignal) => http.get<Page<Checkpoint>>(`${at(id)}/checkpoints`, undefined, signal),
  trace: (id: string, signal?: AbortSignal) => http.get<Page<AgentTrace>>(`${at(id)}/trace`, undefined, signal),
  definition: (id: string, signal?: AbortSignal) => http.get<RunDefinition>(`${at(id)}/definition`, undefined, signal),
  forks: (id: string, signal?: AbortSignal) => http.get<Page<RunRow>>(`${at(id)}/forks`, undefined, signal),
  diff: (id: string, other: string, signal?: AbortSignal) => http.get<RunDifference>(`${at(id)}/diff`, { with: other }, signal),
  start: (run: StartRun) => http.post<Run>('/runs', run),
  command: (id: string, command: RunCommand) => http.post<void>(`${at(id)}/${command}`),
  rollback: (id: string, to: string, dryRun: boolean) => http.post<RollbackAnswer>(`${at(id)}/rollback`, { to, dryRun }),
  step: (id: string, path: string, signal?: AbortSignal) =>
    http.get<Step>(`${at(id)}/steps/${path.split('/').map(encodeURIComponent).join('/')}`, undefined, signal),
  signal: (id: string, name: string, body: Json) => http.post<void>(`${at(id)}/signals`, { name, body }),
  fork: (id: string, fork: ForkRun) => http.post<Run>(`${at(id)}/forks`, fork),
  remove: (id: string) => http.delete<void>(at(id)),
  bulk: (request: BulkRuns) => http.post<BulkAnswer>('/runs/bulk', request),
};
