/** The words of `/api/v1`. Times are ISO 8601 UTC, durations seconds, money US dollars. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
export type JsonObject = { [name: string]: Json };

export interface Page<T> {
  items: T[];
  next?: string | null;
}

export type RunStatus = 'idle' | 'parsing' | 'validating' | 'executing' | 'paused' | 'compensating' | 'completed' | 'failed' | 'cancelled';
export type StepStatus =
  'pending' | 'running' | 'retrying' | 'waiting' | 'handling' | 'completed' | 'failed' | 'skipped' | 'cancelled' | 'unresolved';

export interface Failure {
  kind?: string;
  code?: string;
  message: string;
  mend?: string;
}

export interface RunRow {
  id: string;
  workflow: string;
  version?: string;
  /** Hash of the definition that it is pinned to. */
  definition?: string;
  status: RunStatus;
  /** Names of what waits for a person, separated by commas: `approval`, `deadLetter`, `unknownOutcome`, `budget`. */
  attention?: string | string[] | null;
  createdAt: string;
  endedAt?: string | null;
  durationSeconds?: number | null;
  steps?: { total: number; completed: number; failed: number } | null;
  usd?: number | null;
  error?: Failure | string | null;
  parent?: string | null;
  forkOf?: string | null;
}

export interface RunDefinition {
  hash: string;
  name: string;
  version?: string | null;
  yaml: string;
}

export interface RunWait {
  step: string;
  kind: string;
  since?: string;
  for?: string;
}

export interface Promotion {
  origin: string;
  fork: string;
  by: string;
  at: string;
}

export interface Run extends RunRow {
  failure?: Failure | null;
  variables?: Record<string, Json>;
  inputs?: Json;
  outputs?: Json;
  waits?: RunWait[];
  attributes?: Record<string, Json>;
  /** The fork that was chosen: this run, or the one that took its place. */
  promotion?: Promotion | null;
  lastSeq?: number;
}

export interface Usage {
  inputTokens?: number;
  outputTokens?: number;
  usd?: number;
}

export interface Step {
  path: string;
  key: string;
  kind: string;
  agent?: string | null;
  action?: string | null;
  provider?: string | null;
  model?: string | null;
  status: StepStatus;
  attempts?: number;
  startedAt?: string | null;
  endedAt?: string | null;
  dependsOn?: string[];
  does?: string;
  skipReason?: string | null;
  parent?: string | null;
  input?: Json;
  output?: Json;
  error?: Failure | null;
  usage?: Usage | null;
}

export interface GraphNode {
  path: string;
  key: string;
  kind: string;
  label?: string;
  status: StepStatus;
  parent?: string | null;
}

export interface Graph {
  nodes: GraphNode[];
  edges: { from: string; to: string }[];
}

export interface RunEvent {
  seq: number;
  at: string;
  type: string;
  path?: string | null;
  data?: JsonObject;
}

export interface StepTiming {
  path: string;
  kind: string;
  does?: string;
  attempts: number;
  readyAt: string;
  startedAt: string;
  endedAt: string;
  queuedSeconds?: number;
  retryingSeconds?: number;
  workingSeconds?: number;
  heldSeconds?: number;
  share?: number;
  hasInner?: boolean;
  isCritical?: boolean;
}

export interface Timing {
  startedAt: string;
  endedAt: string;
  steps: StepTiming[];
}

export interface Checkpoint {
  seq: number;
  name: string;
  automatic?: boolean;
  at?: string;
}

/** How an agent came to its result: what it thought, what it asked tools for, and what it saw. */
export interface AgentTrace {
  path: string;
  does: string;
  status: StepStatus;
  turns: TraceTurn[];
  answer?: Json;
  error?: Failure | null;
}

export interface TraceTurn {
  number: number;
  kind: string;
  thought?: string;
  calls?: TraceCall[];
  problems?: string[];
  milestones?: string[];
  provider?: string | null;
  model?: string | null;
}

export interface TraceCall {
  tool: string;
  arguments?: Json;
  observation?: string;
  failed?: boolean;
  step?: string | null;
  asked?: string | null;
  mended?: string[];
}

/** One place where two values differ; `place` is a JSON pointer. */
export interface ValueChange {
  place: string;
  kind: 'added' | 'removed' | 'changed' | 'moved';
  left?: Json;
  right?: Json;
}

export interface FieldDifference {
  name: string;
  left?: string | null;
  right?: string | null;
}

export interface StepDifference {
  path: string;
  kind: 'added' | 'removed' | 'changed' | 'moved';
  fields: FieldDifference[];
  output: ValueChange[];
}

export interface RunDifference {
  left: RunRow;
  right: RunRow;
  same?: boolean;
  fields: FieldDifference[];
  inputs: ValueChange[];
  variables?: ValueChange[];
  outputs: ValueChange[];
  steps: StepDifference[];
  counts: { same: number; changed: number; added: number; removed: number };
}

export interface Approval {
  run: string;
  step: string;
  questionId?: string;
  workflow: string;
  title?: string;
  question?: string;
  parameters?: JsonObject | null;
  schema?: JsonObject | null;
  editable?: string[] | null;
  requestedAt: string;
  expiresAt?: string | null;
  assignees?: string[] | null;
  /** The session of agents that it hands over, by its id. */
  session?: string | null;
  /** Whether it asks the person who looks. */
  isAsked?: boolean;
  /** Whether the person who looks may answer it. */
  mayAnswer?: boolean;
  context?: Json;
}
