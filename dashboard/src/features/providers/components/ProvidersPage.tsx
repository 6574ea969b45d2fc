import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { operationsApi } from '@/api/rest';
import type { Circuit, Provider } from '@/api/moreTypes';
import { useMay } from '@/features/identity/hooks/useSession';
import { Button } from '@/ui/Button';
import { Empty, Problem, Skeleton } from '@/ui/Feedback';
import { compact, duration, money, percent } from '@/ui/format';
import { Meter } from '@/ui/Meter';
import { Status } from '@/ui/Status';
import { Ago } from '@/ui/Time';
import { complain, say } from '@/ui/Toasts';
import { useProviders } from '../hooks/useProviders';
import { failureShareOf, latencyOf, limitsOf, stateOf, troubled } from '../presenter/provider';
import './providers.css';

/** Where models come from: who answers, how fast, and how much is left of each limit. */
export function ProvidersPage() {
  const query = useProviders();
  const circuits = useQuery({ queryKey: ['circuits'], queryFn: ({ signal }) => operationsApi.circuits(signal), refetchInterval: 10_000 });
  const all = query.data?.items ?? [];
  return (
    <div className="page">
      <header className="page-head">
        <h1>Providers</h1>
      </header>
      {query.isError && !query.data && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Skeleton rows={3} height={130} />}
      {query.isSuccess && all.length === 0 && (
        <Empty icon="providers" title="No provider is set up" command="ax provider list">
          Without one, agents answer through the offline provider. A key in the environment is enough to add one.
        </Empty>
      )}
      <ul className="cards wide-cards">
        {all.map(provider => (
          <ProviderCard key={provider.name} provider={provider} />
        ))}
      </ul>
      {circuits.data && circuits.data.items.length > 0 && <Circuits circuits={circuits.data.items} />}
    </div>
  );
}

function ProviderCard({ provider }: { provider: Provider }) {
  const share = failureShareOf(provider);
  return (
    <li className="card">
      <div className="row">
        <h2 className="clip grow">{provider.name}</h2>
        <Status of={stateOf(provider)} />
      </div>
      {provider.obstacle && <p className="soft">{provider.obstacle}</p>}
      <dl className="provider-figures">
        <div>
          <dt>Answer in</dt>
          <dd>{duration(latencyOf(provider))}</dd>
        </div>
        <div>
          <dt>Calls</dt>
          <dd>{compact(provider.calls ?? 0)}</dd>
        </div>
        <div>
          <dt>Failed</dt>
          <dd>{share === undefined ? '–' : percent(share)}</dd>
        </div>
        <div>
          <dt>Cost</dt>
          <dd>{money(provider.usd ?? 0)}</dd>
        </div>
      </dl>
      {troubled(provider)
        .filter(one => one.circuit !== 'closed' || one.obstacle !== provider.obstacle)
        .map(one => (
          <p key={`${one.model} ${one.key}`} className="row">
            <code className="clip">{one.model}</code>
            <span className="grow clip soft" title={one.obstacle ?? undefined}>
              {one.obstacle}
            </span>
            {one.circuit !== 'closed' && <Status of={one.circuit} plain />}
          </p>
        ))}
      {limitsOf(provider)
        .slice(0, 6)
        .map(limit => (
          <Meter
            key={limit.name}
            name={limit.name}
            value={limit.used}
            limit={limit.limit}
            text={`${compact(limit.used)} of ${compact(limit.limit)}`}
          />
        ))}
      {(provider.models ?? []).length > 0 && (
        <p className="row wrap provider-models">
          {provider.models!.slice(0, 6).map(model => (
            <code key={model} className="chip">
              {model}
            </code>
          ))}
          {provider.models!.length > 6 && <span className="quiet">and {provider.models!.length - 6} more</span>}
        </p>
      )}
    </li>
  );
}

function Circuits({ circuits }: { circuits: Circuit[] }) {
  const client = useQueryClient();
  const may = useMay('systemManage');
  const reset = useMutation({
    mutationFn: operationsApi.resetCircuit,
    onSuccess: async () => {
      say('The circuit is closed again');
      await client.invalidateQueries({ queryKey: ['circuits'] });
    },
    onError: complain,
  });
  return (
    <section className="stack" aria-labelledby="circuits">
      <h2 id="circuits">Circuits of steps</h2>
      <div className="table-frame" tabIndex={0}>
        <table className="table">
          <thead>
            <tr>
              <th>Circuit</th>
              <th>State</th>
              <th className="number">Failures</th>
              <th className="number">Tries again</th>
              <th>
                <span className="only-read">Action</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {circuits.map(circuit => (
              <tr key={circuit.name}>
                <td className="mono" title={circuit.reason ?? undefined}>
                  {circuit.name}
                </td>
                <td>
                  <Status of={circuit.status} />
                </td>
                <td className="number">{circuit.failures ?? '–'}</td>
                <td className="number">
                  <Ago at={circuit.nextProbeAt} />
                </td>
                <td className="number">
                  {may && circuit.status !== 'closed' && (
                    <Button small icon="retry" onClick={() => reset.mutate(circuit.name)}>
                      Reset
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
