import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { readRunFilter } from '@/features/runs/presenter/runFilter';
import { readRunView } from '@/features/runs/presenter/runView';
import { readSessionsView } from '@/features/sessions/presenter/sessionsView';
import { oneOf, text, type Given } from './search';
import { Broken, NotFound } from './Lost';
import { Shell } from './Shell';

const workflowTabs = ['graph', 'yaml', 'versions'] as const;
const costGroups = ['model', 'provider', 'workflow', 'agent', 'user', 'session', 'tenant'] as const;
const costSpans = ['1d', '7d', '30d', '90d'] as const;
const adminTabs = ['users', 'keys', 'tenants', 'nodes', 'sessions', 'audit'] as const;
type WorkflowTab = (typeof workflowTabs)[number];
export type CostGroup = (typeof costGroups)[number];
export type CostSpan = (typeof costSpans)[number];
export type AdminTab = (typeof adminTabs)[number];

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound, errorComponent: Broken });

const overview = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyRouteComponent(() => import('@/features/overview/components/OverviewPage'), 'OverviewPage'),
});

export const runs = createRoute({
  getParentRoute: () => root,
  path: '/runs',
  validateSearch: readRunFilter,
  component: lazyRouteComponent(() => import('@/features/runs/components/RunsPage'), 'RunsPage'),
});

export const run = createRoute({
  getParentRoute: () => root,
  path: '/runs/$id',
  validateSearch: readRunView,
  component: lazyRouteComponent(() => import('@/features/runs/components/RunPage'), 'RunPage'),
});

export const approvals = createRoute({
  getParentRoute: () => root,
  path: '/approvals',
  validateSearch: (given: Given): { run?: string; step?: string } => ({ run: text(given, 'run'), step: text(given, 'step') }),
  component: lazyRouteComponent(() => import('@/features/approvals/components/ApprovalsPage'), 'ApprovalsPage'),
});

export const sessions = createRoute({
  getParentRoute: () => root,
  path: '/sessions',
  validateSearch: readSessionsView,
  component: lazyRouteComponent(() => import('@/features/sessions/components/SessionsPage'), 'SessionsPage'),
});

export const deadLetters = createRoute({
  getParentRoute: () => root,
  path: '/dead-letters',
  validateSearch: (given: Given): { id?: string } => ({ id: text(given, 'id') }),
  component: lazyRouteComponent(() => import('@/features/deadLetters/components/DeadLettersPage'), 'DeadLettersPage'),
});

export const agents = createRoute({
  getParentRoute: () => root,
  path: '/agents',
  validateSearch: (given: Given): { agent?: string; search?: string } => ({ agent: text(given, 'agent'), search: text(given, 'search') }),
  component: lazyRouteComponent(() => import('@/features/agents/components/AgentsPage'), 'AgentsPage'),
});

export const workflows = createRoute({
  getParentRoute: () => root,
  path: '/workflows',
  validateSearch: (given: Given): { search?: string } => ({ search: text(given, 'search') }),
  component: lazyRouteComponent(() => import('@/features/workflows/components/WorkflowsPage'), 'WorkflowsPage'),
});

export const workflow = createRoute({
  getParentRoute: () => root,
  path: '/workflows/$name',
  validateSearch: (given: Given): { tab?: WorkflowTab; versions?: string } => ({
    tab: oneOf(given, 'tab', workflowTabs),
    versions: text(given, 'versions'),
  }),
  component: lazyRouteComponent(() => import('@/features/workflows/components/WorkflowPage'), 'WorkflowPage'),
});

const schedules = createRoute({
  getParentRoute: () => root,
  path: '/schedules',
  component: lazyRouteComponent(() => import('@/features/schedules/components/SchedulesPage'), 'SchedulesPage'),
});

const providers = createRoute({
  getParentRoute: () => root,
  path: '/providers',
  component: lazyRouteComponent(() => import('@/features/providers/components/ProvidersPage'), 'ProvidersPage'),
});

export const costs = createRoute({
  getParentRoute: () => root,
  path: '/costs',
  validateSearch: (given: Given): { by?: CostGroup; days?: CostSpan } => ({
    by: oneOf(given, 'by', costGroups),
    days: oneOf(given, 'days', costSpans),
  }),
  component: lazyRouteComponent(() => import('@/features/costs/components/CostsPage'), 'CostsPage'),
});

export const chat = createRoute({
  getParentRoute: () => root,
  path: '/chat',
  validateSearch: (given: Given): { agent?: string } => ({ agent: text(given, 'agent') }),
  component: lazyRouteComponent(() => import('@/features/chat/components/ChatPage'), 'ChatPage'),
});

export const admin = createRoute({
  getParentRoute: () => root,
  path: '/admin',
  validateSearch: (given: Given): { tab?: AdminTab; user?: string } => ({ tab: oneOf(given, 'tab', adminTabs), user: text(given, 'user') }),
  component: lazyRouteComponent(() => import('@/features/administration/components/AdminPage'), 'AdminPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    overview,
    runs,
    run,
    approvals,
    sessions,
    deadLetters,
    agents,
    workflows,
    workflow,
    schedules,
    providers,
    costs,
    chat,
    admin,
  ]),
  defaultPreload: 'intent',
  defaultPendingMs: 400,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
