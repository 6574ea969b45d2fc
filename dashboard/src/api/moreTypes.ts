import type { Failure, Graph, Json, JsonObject, RunRow, TraceTurn } from './types';

/** The words of `/api/v1` beside runs: workflows, agents, money, people. */
export interface DeadLetter {
  id: string;
  workflow: string;
  status: string;
  why: 'failed' | 'unknownOutcome';
  error?: Failure | null;
  since: string;
  steps: { path: string; does?: string; status: string; attempts?: number; error?: Failure | null; input?: Json }[];
}

export interface WorkflowRow {
  name: string;
  version?: string | null;
  description?: string | null;
  tags?: string[];
  source?: string;
  isEditable?: boolean;
  steps?: number;
  schedules?: number;
  problems?: number;
}

/** Starts runs by the clock. Its id is the workflow and the number of the schedule in it, such as `nightly/0`. */
export interface Schedule {
  id: string;
  workflow: string;
  text: string;
  next?: string | null;
  lastStart?: string | null;
  pausedBy?: string | null;
  pausedAt?: string | null;
  error?: string | null;
}

export interface Workflow {
  item: WorkflowRow;
  yaml: string;
  graph?: Graph | null;
  inputSchema?: JsonObject | null;
  problems?: YamlProblem[];
}

/** A definition that runs of a workflow were started with. */
export interface WorkflowVersion {
  definition: string;
  version?: string | null;
  runs: number;
  firstAt: string;
  lastAt: string;
  lastRun: string;
}

export interface WorkflowVersions {
  items: WorkflowVersion[];
  /** Hash of the text as it is now. */
  current?: string | null;
  /** Whether there are older runs that were not counted. */
  atLeast?: boolean;
}

export interface YamlProblem {
  level?: 'error' | 'warning' | 'note';
  code?: string;
  message: string;
  line?: number | null;
  column?: number | null;
  mend?: string | null;
}

export interface Agent {
  id: string;
  name: string;
  description?: string;
  aliases?: string[];
  actions?: string[];
  tools?: string[];
  works?: string;
  source?: string;
  state?: 'idle' | 'working' | 'full' | 'out' | 'away' | 'draining';
  load?: { working: number; waiting: number; places?: number | null } | null;
  /** Pieces of work in the newest runs: completed, and failed for good. */
  done?: number;
  failed?: number;
  /** The share that was completed; null when nothing was done. */
  successShare?: number | null;
  tookSeconds?: number | null;
  /** Calls of models in all runs, and what they cost. */
  calls?: number;
  usd?: number;
}

export interface AgentDetail {
  item: Agent;
  specializations?: string[];
  capabilities?: { name: string; confidence?: number }[];
  models?: string[];
  actions?: { name: string; description?: string }[];
  instructions?: string;
}

export interface Deployment {
  model: string;
  key?: string;
  circuit: 'closed' | 'open' | 'halfOpen';
  failureShare?: number;
  latencySeconds?: number;
  underWay?: number;
  requestsLastMinute?: number;
  tokensLastMinute?: number;
  requests?: RateCount | null;
  tokens?: RateCount | null;
  obstacle?: string | null;
}

export interface RateCount {
  limit?: number | null;
  left: number;
  resetAt?: string | null;
}

export interface Provider {
  name: string;
  kind?: string;
  state: 'ready' | 'failing' | 'noKey' | 'noModel' | 'disabled';
  obstacle?: string | null;
  model?: string;
  models?: string[];
  requestsPerMinute?: number | null;
  tokensPerMinute?: number | null;
  calls?: number;
  failed?: number;
  usd?: number;
  lastCallAt?: string | null;
  deployments?: Deployment[];
}

export interface CostRow {
  key: string;
  usd: number;
  calls?: number;
  inputTokens?: number;
  cachedInputTokens?: number;
  outputTokens?: number;
  /** Calls whose price is not known. */
  unpriced?: number;
}

export interface CostTable {
  items: CostRow[];
  total?: CostRow;
}

export interface Amount {
  usd?: number | null;
  tokens?: number | null;
  calls?: number | null;
}

export interface Budget {
  id: string;
  window?: string | null;
  spent: Amount;
  held?: Amount;
  limit: Amount;
  raised?: boolean;
}

export interface Minute {
  at: string;
  started: number;
  completed: number;
  failed: number;
}

export interface Overview {
  throughput: Minute[];
  started: number;
  completed: number;
  failed: number;
  /** Runs that have not ended. */
  live: number;
  waiting: { approvals: number; deadLetters: number; unknownOutcomes?: number; budgets?: number };
  usdToday: number;
  callsToday: number;
  failures?: RunRow[];
  /** Whether there were more runs than were counted. */
  atLeast?: boolean;
}

export interface Circuit {
  name: string;
  status: 'closed' | 'open' | 'halfOpen';
  failures?: number;
  nextProbeAt?: string | null;
  reason?: string | null;
}

/** A process that shares the store. */
export interface Node {
  name: string;
  status: 'up' | 'draining' | 'silent';
  roles: string[];
  pools: string[];
  version: string;
  since: string;
  silentMs: number;
  runs: number;
  making: number;
  waiting: number;
}

export type Role = 'viewer' | 'operator' | 'developer' | 'admin';

export interface Session {
  user: string;
  name?: string;
  roles?: Role[];
  tenants?: string[];
  tenant?: string;
  csrf?: string;
  /** What the person may do, as words; the server decides, this only keeps useless buttons away. */
  permissions?: string[];
  mode?: 'local' | 'users';
}

/** The first half of a ceremony of WebAuthn: what the browser is asked. */
export interface Ceremony<T> {
  ceremony: string;
  options: T;
}

export interface Passkey {
  id: string;
  name: string;
  isSynced: boolean;
  createdAt: string;
  usedAt?: string | null;
}

export interface SetupState {
  needed: boolean;
  /** `local` for a server that one person has alone. */
  mode?: string;
  /** What people call the provider that they may sign in with instead. */
  company?: string | null;
}

export interface SetupStart {
  totp: { secret: string; uri: string };
  recovery: string[];
}

export interface User {
  id: string;
  name: string;
  email?: string | null;
  role?: Role | null;
  isOwner?: boolean;
  status?: 'active' | 'invited' | 'disabled';
  createdAt?: string;
}

export interface SignIn {
  id: string;
  agent?: string | null;
  place?: string | null;
  createdAt?: string;
  seenAt?: string;
  endsAt?: string;
  isCurrent?: boolean;
}

export interface ApiKey {
  id: string;
  name: string;
  user?: string;
  permissions?: string[];
  status?: 'active' | 'expired' | 'revoked';
  createdAt?: string;
  expiresAt?: string | null;
  usedAt?: string | null;
}

export interface Tenant {
  id: string;
  name?: string;
  role?: Role | null;
  createdAt?: string;
}

export interface AuditEntry {
  number: number;
  at: string;
  actor: string;
  tenant?: string;
  action: string;
  subject?: string | null;
  outcome?: string;
  reason?: string | null;
  place?: string | null;
}

export interface AuditVerification {
  intact: boolean;
  entries: number;
  head?: string;
  faultAt?: number | null;
  fault?: string | null;
}

/** Whether the agents of a session may go on: `open` says that a person has it, `halfOpen` that it is on probation. */
export type SessionStatus = 'open' | 'halfOpen' | 'ended' | 'closed';

/** A session of agents: a conversation of a user, or a run that belongs to none. */
export interface AgentSession {
  id: string;
  /** The conversation; `run:ID` for a run that belongs to none. */
  session: string;
  user?: string | null;
  status: SessionStatus;
  since: string;
  reason?: string | null;
  why?: string | null;
  failures?: number;
  run?: string | null;
  step?: string | null;
  usd?: number;
  by?: string | null;
}

/** What was kept of a session when it was handed over. */
export interface SavedSession {
  task?: string;
  context?: Json;
  turns?: TraceTurn[];
}

export interface SessionQuestion {
  run: string;
  step: string;
  requestedAt?: string | null;
  expiresAt?: string | null;
  assignees?: string[];
  /** The answer that is held back, which may be changed. */
  answer?: Json;
  isAsked?: boolean;
  mayAnswer?: boolean;
}

export interface AgentSessionDetail {
  session: AgentSession;
  summary?: string | null;
  saved?: SavedSession | null;
  questions: SessionQuestion[];
}
