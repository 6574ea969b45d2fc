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
  roles?: Role[] | Record<string, Role>;
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
  roles?: Record<string, Role> | Role[];
  secondFactor?: boolean | string;
  disabled?: boolean;
  lastSeenAt?: string | null;
  createdAt?: string;
}

export interface SignIn {
  id: string;
  device?: string;
  address?: string;
  createdAt?: string;
  lastSeenAt?: string;
  expiresAt?: string;
  current?: boolean;
}

export interface ApiKey {
  id: string;
  name: string;
  prefix?: string;
  role?: Role;
  scopes?: string[];
  tenant?: string;
  createdAt?: string;
  expiresAt?: string | null;
  lastUsedAt?: string | null;
  secret?: string;
}

export interface Tenant {
  id: string;
  name?: string;
  users?: number;
  runs?: number;
  usd?: number;
  createdAt?: string;
}

export interface AuditEntry {
  seq: number;
  at: string;
  who: string;
  action: string;
  what?: string;
  why?: string;
  outcome?: string;
  address?: string;
}
