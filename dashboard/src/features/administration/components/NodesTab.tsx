import { Empty, Problem, Skeleton } from '@/ui/Feedback';
import { duration } from '@/ui/format';
import { Status } from '@/ui/Status';
import { Ago } from '@/ui/Time';
import { useNodes } from '../hooks/useAdmin';
import { nodeTroubles, rolesText, workText } from '../presenter/nodes';

/** The processes that share the store: what each does, how much it has to do, whether it lives. */
export function NodesTab() {
  const query = useNodes();
  if (query.isError && !query.data) return <Problem error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton rows={4} height={42} />;
  const { nodes } = query.data;
  if (nodes.length === 0) {
    return (
      <Empty icon="providers" title="This process is alone" command="ax worker --pools code">
        With <code>AXLE_STORE</code> on PostgreSQL and <code>AXLE_QUEUE</code> on RabbitMQ, many processes share the work, and any may die.
      </Empty>
    );
  }
  return (
    <>
      <p className="soft">{rolesText(nodes)}</p>
      {nodeTroubles(nodes).map(trouble => (
        <p key={trouble} role="status">
          {trouble}
        </p>
      ))}
      <div className="table-frame" tabIndex={0}>
        <table className="table">
          <thead>
            <tr>
              <th>Node</th>
              <th>State</th>
              <th>Does</th>
              <th className="number not-phone">Runs</th>
              <th className="number">Making</th>
              <th className="number not-phone">Waiting</th>
              <th className="not-phone">Version</th>
              <th className="number not-phone">Since</th>
            </tr>
          </thead>
          <tbody>
            {nodes.map(node => (
              <tr key={`${node.name} ${node.since}`}>
                <td className="mono">{node.name}</td>
                <td>
                  <span className="row">
                    <Status of={node.status} />
                    {node.status === 'silent' && <span className="quiet nowrap">{duration(node.silentMs / 1000)}</span>}
                  </span>
                </td>
                <td className="soft">{workText(node)}</td>
                <td className="number not-phone">{node.roles.includes('engine') ? node.runs : '–'}</td>
                <td className="number">{node.roles.includes('worker') ? node.making : '–'}</td>
                <td className="number not-phone">{node.roles.includes('worker') ? node.waiting : '–'}</td>
                <td className="mono quiet not-phone">{node.version}</td>
                <td className="number not-phone">
                  <Ago at={node.since} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
