import type { Failure, Graph, Json, JsonObject } from './types';

/** The words of `/api/v1` beside runs: workflows, agents, money, people. */
export interface DeadLetter {
  id: string;
  run?: string;
  step?: string;
  workflow: string;
  error?: Failure | null;
  failedAt: string;
  attempts?: number;
  inputs?: Json;
}

export interface WorkflowRow {
  name: string;
  version?: string;
  description?: string;
  tags?: string[];
  steps?: number;
  runs?: { total?: number; failed?: number; active?: number };
  source?: string;
}

export interface Workflow extends WorkflowRow {
  yaml: string;
  graph?: Graph;
  versions?: { version: string; hash?: string; at?: string; runs?: number }[];
  inputs?: JsonObject | null;
  readOnly?: boolean;
}

export interface YamlProblem {
  code?: string;
  message: string;
  line?: number;
  column?: number;
  mend?: string;
  severity?: 'error' | 'warning';
}

export interface Agent {
  name: string;
  description?: string;
  aliases?: string[];
  capabilities?: (string | { name: string; confidence?: number })[];
  tools?: string[];
  actions?: (string | { name: string; description?: string })[];
  state?: 'idle' | 'busy' | 'offline';
  load?: { running: number; limit?: number | null } | null;
  success?: { total: number; failed: number } | null;
  usd?: number | null;
  remote?: boolean;
}

export interface Provider {
  name: string;
  kind?: string;
  state?: 'healthy' | 'degraded' | 'down' | 'unknown' | 'unconfigured';
  breaker?: 'closed' | 'open' | 'halfOpen' | null;
  models?: string[];
  latency?: { p50?: number; p95?: number; p99?: number } | null;
  calls?: { total: number; failed: number } | null;
  limits?: { name: string; used: number; limit: number; resetsAt?: string }[];
  lastError?: Failure | null;
  mend?: string | null;
}

export interface CostRow {
  key: string;
  usd: number;
  calls?: number;
  inputTokens?: number;
  outputTokens?: number;
  cachedUsd?: number;
}

export interface Budget {
  id: string;
  name?: string;
  scope?: string;
  period?: string;
  spentUsd: number;
  limitUsd: number;
  forecastUsd?: number | null;
  resetsAt?: string | null;
  state?: 'ok' | 'warning' | 'spent';
}

export interface Minute {
  at: string;
  started: number;
  completed: number;
  failed: number;
}

export interface Overview {
  throughput: Minute[];
  active: number;
  failures: { lastHour?: number; today?: number };
  cost: { todayUsd: number; yesterdayUsd?: number | null };
  waiting: { approvals: number; deadLetters: number; unknownOutcomes?: number; budgets?: number };
  health: { name: string; state: string; detail?: string }[];
  durations?: { p50?: number; p95?: number } | null;
}

export interface Circuit {
  name: string;
  state: 'closed' | 'open' | 'halfOpen';
  failures?: number;
  openUntil?: string | null;
}

export interface Schedule {
  id: string;
  workflow: string;
  cron?: string;
  every?: string;
  nextAt?: string | null;
  lastAt?: string | null;
  paused?: boolean;
}

export interface Tool {
  name: string;
  description?: string;
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
