import type { Provider } from '@/api/moreTypes';

export function failureShareOf(provider: Provider): number | undefined {
  const { total = 0, failed = 0 } = provider.calls ?? {};
  return total === 0 ? undefined : failed / total;
}

/** The state to show: a circuit that is open speaks louder than a health that was asked a while ago. */
export function stateOf(provider: Provider): string {
  if (provider.breaker === 'open') return 'down';
  if (provider.breaker === 'halfOpen') return 'degraded';
  return provider.state ?? 'unknown';
}
