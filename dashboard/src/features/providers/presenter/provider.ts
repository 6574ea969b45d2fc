import type { Deployment, Provider, RateCount } from '@/api/moreTypes';

export function failureShareOf(provider: Provider): number | undefined {
  const { calls = 0, failed = 0 } = provider;
  return calls === 0 ? undefined : failed / calls;
}

/** The state to show: circuits that are open speak louder than what was called last. */
export function stateOf(provider: Provider): string {
  const circuits = (provider.deployments ?? []).map(deployment => deployment.circuit);
  if (provider.state === 'ready' && circuits.length > 0 && circuits.every(circuit => circuit === 'open')) return 'failing';
  if (provider.state === 'ready' && circuits.some(circuit => circuit !== 'closed')) return 'degraded';
  return provider.state;
}

/** The middle of what its deployments took, in seconds. */
export function latencyOf(provider: Provider): number | undefined {
  const all = (provider.deployments ?? [])
    .map(one => one.latencySeconds ?? 0)
    .filter(seconds => seconds > 0)
    .sort((a, b) => a - b);
  return all[Math.floor(all.length / 2)];
}

export interface LimitLine {
  name: string;
  used: number;
  limit: number;
}

/** How much of each limit is used: what the provider itself last said of a deployment, else what was counted here. */
export function limitsOf(provider: Provider): LimitLine[] {
  return (provider.deployments ?? []).flatMap(deployment => [
    ...lineOf(`${deployment.model}: requests`, deployment.requests, deployment.requestsLastMinute, provider.requestsPerMinute),
    ...lineOf(`${deployment.model}: tokens`, deployment.tokens, deployment.tokensLastMinute, provider.tokensPerMinute),
  ]);
}

function lineOf(name: string, told: RateCount | null | undefined, counted = 0, configured?: number | null): LimitLine[] {
  if (told?.limit) return [{ name, used: told.limit - told.left, limit: told.limit }];
  return configured ? [{ name: `${name} a minute`, used: counted, limit: configured }] : [];
}

/** Deployments with something to say: a circuit that is not closed, or a reason why they cannot be used. */
export function troubled(provider: Provider): Deployment[] {
  return (provider.deployments ?? []).filter(one => one.circuit !== 'closed' || one.obstacle);
}
