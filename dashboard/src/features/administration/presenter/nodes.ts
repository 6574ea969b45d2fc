import type { Node } from '@/api/moreTypes';

/** Who is there, in a sentence: `2 engines, 1 worker (code, llm)`. One process may be several of them. */
export function rolesText(nodes: readonly Node[]): string {
  const living = nodes.filter(node => node.status !== 'silent');
  return ['api', 'engine', 'worker']
    .map(role => ({ role, of: living.filter(node => node.roles.includes(role)) }))
    .filter(({ of }) => of.length > 0)
    .map(({ role, of }) => {
      const pools = role === 'worker' ? [...new Set(of.flatMap(node => node.pools))].sort() : [];
      return `${of.length} ${role === 'api' ? 'API node' : role}${of.length === 1 ? '' : 's'}${pools.length > 0 ? ` (${pools.join(', ')})` : ''}`;
    })
    .join(', ');
}

/** What a process does: `engine, worker (code, llm)`. */
export function workText(node: Node): string {
  return node.roles.map(role => (role === 'worker' && node.pools.length > 0 ? `worker (${node.pools.join(', ')})` : role)).join(', ');
}

/** What an operator should look at. */
export function nodeTroubles(nodes: readonly Node[]): string[] {
  const living = nodes.filter(node => node.status !== 'silent');
  const versions = [...new Set(living.map(node => node.version))].sort();
  const without = ['engine', 'worker'].filter(
    role => nodes.some(node => node.roles.includes(role)) && !living.some(node => node.roles.includes(role)),
  );
  return [
    ...without.map(role => (role === 'engine' ? 'No engine lives: no run goes on.' : 'No worker lives: no step of theirs is made.')),
    ...(versions.length > 1 ? [`They are of ${versions.length} versions: ${versions.join(', ')}.`] : []),
  ];
}
