import { http, type Query } from './http';
import type {
  Agent,
  AgentDetail,
  AgentSession,
  AgentSessionDetail,
  Amount,
  ApiKey,
  AuditEntry,
  AuditVerification,
  Budget,
  Ceremony,
  Circuit,
  CostTable,
  DeadLetter,
  Node,
  Overview,
  Passkey,
  Provider,
  Role,
  Schedule,
  Session,
  SetupStart,
  SetupState,
  SignIn,
  Tenant,
  User,
  Workflow,
  WorkflowRow,
  WorkflowVersions,
  YamlProblem,
} from './moreTypes';
import type { Approval, Json, JsonObject, Page } from './types';

const part = encodeURIComponent;

export interface Decision {
  step: string;
  /** The question that was read: where another one is open by then, nothing is answered. */
  questionId?: string;
  decision: 'approve' | 'reject';
  comment?: string;
  parameters?: JsonObject;
}

/** What became of an effect that must happen at most once. */
export type Outcome = 'completed' | 'failed' | 'retry';

export const approvalsApi = {
  list: (signal?: AbortSignal) => http.get<Page<Approval>>('/approvals', { limit: 200 }, signal),
  decide: (run: string, decision: Decision) => http.post<void>(`/approvals/${part(run)}/decision`, decision),
};

/** What is said to a session that goes on. */
export interface SessionAnswer {
  guidance?: string;
  answer?: Json;
}

export const sessionsApi = {
  list: (query: Query, signal?: AbortSignal) => http.get<Page<AgentSession>>('/sessions', { limit: 200, ...query }, signal),
  get: (id: string, signal?: AbortSignal) => http.get<AgentSessionDetail>(`/sessions/${part(id)}`, undefined, signal),
  resume: (id: string, said: SessionAnswer) => http.post<void>(`/sessions/${part(id)}/resume`, said),
  end: (id: string, comment: string) => http.post<void>(`/sessions/${part(id)}/end`, { comment }),
  forget: (id: string) => http.delete<void>(`/sessions/${part(id)}`),
};

export const deadLettersApi = {
  list: (signal?: AbortSignal) => http.get<Page<DeadLetter>>('/dead-letters', undefined, signal),
  redrive: (id: string, inputs?: Json) => http.post<void>(`/dead-letters/${part(id)}/redrive`, inputs === undefined ? {} : { inputs }),
  discard: (id: string) => http.post<void>(`/dead-letters/${part(id)}/discard`),
  resolve: (id: string, step: string, outcome: Outcome) => http.post<void>(`/dead-letters/${part(id)}/resolve`, { step, outcome }),
};

export const workflowsApi = {
  list: (signal?: AbortSignal) => http.get<Page<WorkflowRow>>('/workflows', { limit: 200 }, signal),
  get: (name: string, signal?: AbortSignal) => http.get<Workflow>(`/workflows/${part(name)}`, undefined, signal),
  versions: (name: string, signal?: AbortSignal) => http.get<WorkflowVersions>(`/workflows/${part(name)}/versions`, undefined, signal),
  validate: (yaml: string) => http.post<{ ok: boolean; problems: YamlProblem[] }>('/workflows/validate', { yaml }),
  save: (name: string, yaml: string) => http.put<Workflow>(`/workflows/${part(name)}`, { yaml }),
};

export type ScheduleCommand = 'pause' | 'resume' | 'trigger';

export const schedulesApi = {
  list: (signal?: AbortSignal) => http.get<Page<Schedule>>('/schedules', undefined, signal),
  command: (id: string, command: ScheduleCommand) => http.post<Schedule>(`/schedules/${part(id)}/${command}`),
};

export const agentsApi = {
  list: (signal?: AbortSignal) => http.get<Page<Agent>>('/agents', { limit: 200 }, signal),
  get: (name: string, signal?: AbortSignal) => http.get<AgentDetail>(`/agents/${part(name)}`, undefined, signal),
};

export const operationsApi = {
  overview: (signal?: AbortSignal) => http.get<Overview>('/overview', undefined, signal),
  providers: (signal?: AbortSignal) => http.get<Page<Provider>>('/providers', undefined, signal),
  costs: (query: Query, signal?: AbortSignal) => http.get<CostTable>('/costs', query, signal),
  budgets: (signal?: AbortSignal) => http.get<Page<Budget>>('/budgets', undefined, signal),
  raise: (id: string, limit: Amount) => http.post<Budget>(`/budgets/${part(id)}/raise`, limit),
  circuits: (signal?: AbortSignal) => http.get<Page<Circuit>>('/circuits', undefined, signal),
  nodes: (signal?: AbortSignal) => http.get<{ nodes: Node[] }>('/nodes', undefined, signal),
  resetCircuit: (name: string) => http.post<void>(`/circuits/${part(name)}/reset`),
};

export interface SignInRequest {
  user: string;
  password: string;
  code?: string;
}

/** A new person's first visit: the owner with the token that the server prints, everybody else with an invitation. */
export interface FirstVisit {
  user?: string;
  email?: string;
  password: string;
  token: string;
}

export const passkeysApi = {
  list: (signal?: AbortSignal) => http.get<Page<Passkey>>('/session/passkeys', undefined, signal),
  beginAdding: (password: string, code: string) =>
    http.post<Ceremony<PublicKeyCredentialCreationOptionsJSON>>('/session/passkeys/options', { password, code }),
  add: (ceremony: string, credential: object, name: string) => http.post<Passkey>('/session/passkeys', { ceremony, credential, name }),
  remove: (id: string, password: string, code: string) => http.post<void>(`/session/passkeys/${part(id)}/removal`, { password, code }),
  beginSignIn: () => http.post<Ceremony<PublicKeyCredentialRequestOptionsJSON>>('/session/passkey/options'),
  signIn: (ceremony: string, credential: object) => http.post<Session>('/session/passkey', { ceremony, credential }),
};

export const identityApi = {
  setup: (signal?: AbortSignal) => http.get<SetupState>('/setup', undefined, signal),
  beginSetup: ({ user, email, password, token }: FirstVisit) =>
    http.post<SetupStart>('/setup', { user, email: email || undefined, password, token: token || undefined }),
  confirmSetup: (user: string, code: string) => http.post<Session | undefined>('/setup/confirm', { user, code }),
  acceptInvitation: (invitation: string, password: string) => http.post<SetupStart>('/invitations/accept', { invitation, password }),
  confirmInvitation: (invitation: string, code: string) => http.post<Session | undefined>('/invitations/confirm', { invitation, code }),
  session: (signal?: AbortSignal) => http.get<Session>('/session', undefined, signal),
  signIn: (request: SignInRequest) => http.post<Session>('/session', request),
  signOut: () => http.delete<void>('/session'),
  users: (signal?: AbortSignal) => http.get<Page<User>>('/users', { limit: 200 }, signal),
  addUser: (user: { user: string; email?: string; role: Role }) => http.post<{ user: User; invitation: string }>('/users', user),
  inviteAgain: (id: string) => http.post<{ user: User; invitation: string }>(`/users/${part(id)}/invitation`),
  changeUser: ({ id, ...change }: { id: string; role?: Role; isDisabled?: boolean }) => http.patch<User>(`/users/${part(id)}`, change),
  removeUser: (id: string) => http.delete<void>(`/users/${part(id)}`),
  sessions: (user: string, signal?: AbortSignal) => http.get<Page<SignIn>>(`/users/${part(user)}/sessions`, undefined, signal),
  endSession: (user: string, id: string) => http.delete<void>(`/users/${part(user)}/sessions/${part(id)}`),
  keys: (signal?: AbortSignal) => http.get<Page<ApiKey>>('/keys', { limit: 200 }, signal),
  addKey: (key: { name: string; permissions: string[]; days?: number }) => http.post<{ key: ApiKey; secret: string }>('/keys', key),
  removeKey: (id: string) => http.delete<void>(`/keys/${part(id)}`),
  tenants: (signal?: AbortSignal) => http.get<Page<Tenant>>('/tenants', { limit: 200 }, signal),
  addTenant: (tenant: { id: string; name?: string }) => http.post<Tenant>('/tenants', tenant),
  audit: (query: Query, signal?: AbortSignal) => http.get<Page<AuditEntry>>('/audit', query, signal),
  verifyAudit: () => http.get<AuditVerification>('/audit/verification'),
};
