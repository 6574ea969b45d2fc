import type { Role } from '@/api/moreTypes';

export const roleChoices: readonly { id: Role; hint: string }[] = [
  { id: 'viewer', hint: 'Sees runs, costs and workflows.' },
  { id: 'operator', hint: 'Also starts and controls runs, and decides approvals.' },
  { id: 'developer', hint: 'Also changes workflows and budgets.' },
  { id: 'admin', hint: 'Also manages users, keys and tenants, and reads the audit.' },
];

/** `runsStart` as `runs start`. */
export function permissionText(permission: string): string {
  return permission.replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`);
}

/** What the device calls itself, in a few words: `Firefox on Linux`. */
export function deviceText(agent: string | null | undefined): string {
  if (!agent) return 'Unknown';
  const browser = /Edg\//.test(agent)
    ? 'Edge'
    : /Firefox\//.test(agent)
      ? 'Firefox'
      : /Chrome\//.test(agent)
        ? 'Chrome'
        : /Safari\//.test(agent)
          ? 'Safari'
          : '';
  const system = /Android/.test(agent)
    ? 'Android'
    : /iPhone|iPad/.test(agent)
      ? 'iOS'
      : /Windows/.test(agent)
        ? 'Windows'
        : /Mac OS/.test(agent)
          ? 'macOS'
          : /Linux/.test(agent)
            ? 'Linux'
            : '';
  return browser && system ? `${browser} on ${system}` : browser || system || agent.slice(0, 40);
}
