import type { Role } from '@/api/moreTypes';

export const roleChoices: readonly { id: Role; hint: string }[] = [
  { id: 'viewer', hint: 'Sees runs, costs and workflows.' },
  { id: 'operator', hint: 'Also starts and controls runs, and decides approvals.' },
  { id: 'developer', hint: 'Also changes workflows and budgets.' },
  { id: 'admin', hint: 'Also manages users, keys and tenants, and reads the audit.' },
];

/** Roles in words: `admin`, or `acme: operator, beta: viewer` where they differ by tenant. */
export function rolesText(roles: Record<string, Role> | Role[] | undefined): string {
  if (!roles) return '–';
  if (Array.isArray(roles)) return roles.join(', ') || '–';
  const all = Object.entries(roles);
  const first = all[0]?.[1];
  if (all.length > 0 && all.every(([, role]) => role === first)) return `${first}`;
  return all.map(([tenant, role]) => `${tenant}: ${role}`).join(', ') || '–';
}
