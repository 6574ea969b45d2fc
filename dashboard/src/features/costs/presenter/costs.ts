import type { Budget, CostRow } from '@/api/moreTypes';

export interface CostLine extends CostRow {
  share: number;
}

/** The most expensive first, each with its share of the largest. */
export function linesOf(rows: readonly CostRow[]): CostLine[] {
  const most = Math.max(0, ...rows.map(row => row.usd));
  return [...rows].sort((a, b) => b.usd - a.usd).map(row => ({ ...row, share: most > 0 ? row.usd / most : 0 }));
}

export function totalOf(rows: readonly CostRow[]): number {
  return rows.reduce((sum, row) => sum + row.usd, 0);
}

/** Every day of the span, also those without a call. */
export function daysOf(rows: readonly CostRow[], days: number, now: number): CostRow[] {
  const known = new Map(rows.map(row => [row.key.slice(0, 10), row]));
  return Array.from({ length: days }, (_, index) => {
    const key = new Date(now - (days - 1 - index) * 86_400_000).toISOString().slice(0, 10);
    return known.get(key) ?? { key, usd: 0 };
  });
}

/** What a budget is for. */
export interface BudgetSubject {
  /** `user`, `tenant`, `session`… */
  kind: string;
  name: string;
  /** The tenant that a user belongs to. */
  tenant?: string;
  /** `day` or `month`; undefined for one that is counted for ever. */
  every?: string;
}

/** `user:acme/usr_4kd/day` as a user of the tenant acme, by the day. */
export function subjectOf(id: string): BudgetSubject {
  const [, kind = '', rest = ''] = /^([^:]*):?(.*)$/.exec(id) ?? [];
  const parts = rest.split('/');
  const every = parts.length > 1 && /^(day|month)$/.test(parts.at(-1)!) ? parts.pop() : undefined;
  const name = parts.pop() ?? '';
  const plain = (text: string) => text.replaceAll('%2F', '/').replaceAll('%25', '%');
  return { kind, name: plain(name), tenant: parts.length > 0 ? plain(parts.join('/')) : undefined, every };
}

/** What is said of calls that belong to none of the group. */
export function nobody(group: string): string {
  return group === 'user' ? 'Nobody signed in' : group === 'day' ? 'No day' : `No ${group}`;
}

/** What of a budget is limited, each with what is spent of it. */
export interface BudgetLine {
  unit: 'usd' | 'tokens' | 'calls';
  spent: number;
  limit: number;
}

export function budgetLines(budget: Budget): BudgetLine[] {
  return (['usd', 'tokens', 'calls'] as const).flatMap(unit => {
    const limit = budget.limit[unit];
    return limit === null || limit === undefined ? [] : [{ unit, spent: budget.spent[unit] ?? 0, limit }];
  });
}
