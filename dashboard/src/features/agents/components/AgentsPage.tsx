import { Link } from '@tanstack/react-router';
import type { Agent } from '@/api/moreTypes';
import { agents as route } from '@/app/router';
import { Dialog } from '@/ui/Dialog';
import { Empty, Problem, Skeleton } from '@/ui/Feedback';
import { compact, money, percent } from '@/ui/format';
import { Icon } from '@/ui/Icon';
import { Status } from '@/ui/Status';
import { useAgent, useAgents } from '../hooks/useAgents';
import { findAgents, stateOf, workOf } from '../presenter/agent';
import './agents.css';

/** All agents at a glance: who works, how well, and for how much. */
export function AgentsPage() {
  const view = route.useSearch();
  const navigate = route.useNavigate();
  const query = useAgents();
  const found = findAgents(query.data?.items ?? [], view.search);
  const open = (agent: string | undefined) => void navigate({ search: { ...view, agent }, replace: true });
  return (
    <div className="page">
      <header className="page-head">
        <h1>Agents</h1>
        {query.data && <span className="chip">{query.data.items.length}</span>}
        <span className="grow" />
        <label className="search-field">
          <Icon name="search" size={14} />
          <input
            className="input"
            type="search"
            aria-label="Find agents"
            placeholder="Name or capability…"
            value={view.search ?? ''}
            onChange={event => void navigate({ search: { ...view, search: event.target.value || undefined }, replace: true })}
          />
        </label>
      </header>
      {query.isError && !query.data && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Skeleton rows={6} height={96} />}
      {query.isSuccess && found.length === 0 && (
        <Empty icon="agents" title={view.search ? 'No agent fits' : 'No agents yet'} command="ax agent list">
          An agent is a Markdown file in <code>library/agents</code>: what it can do, its tools and its prompt.
        </Empty>
      )}
      <ul className="cards">
        {found.map(agent => (
          <li key={agent.id} className="agent-cell">
            <AgentTile agent={agent} onOpen={() => open(agent.id)} />
          </li>
        ))}
      </ul>
      {view.agent && <AgentDialog name={view.agent} onClose={() => open(undefined)} />}
    </div>
  );
}

function AgentTile({ agent, onOpen }: { agent: Agent; onOpen: () => void }) {
  const pieces = (agent.done ?? 0) + (agent.failed ?? 0);
  return (
    <button type="button" className="card agent" onClick={onOpen}>
      <span className="row">
        <span className="agent-mark" aria-hidden="true">
          {agent.id.slice(0, 2)}
        </span>
        <span className="strong clip grow">{agent.name}</span>
        <Status of={stateOf(agent)} label={stateOf(agent) === 'idle' ? 'Idle' : undefined} plain />
      </span>
      <span className="soft two-lines">{agent.description}</span>
      <span className="agent-figures">
        {(agent.load?.working ?? 0) > 0 && (
          <span>
            <b>
              {agent.load!.working}
              {agent.load!.places ? ` / ${agent.load!.places}` : ''}
            </b>{' '}
            at work
          </span>
        )}
        <span>
          <b>{pieces === 0 ? '–' : compact(agent.done)}</b> done
        </span>
        <span>
          <b>{pieces === 0 ? '–' : percent(agent.successShare ?? 0)}</b> success
        </span>
        <span>
          <b>{agent.calls ? money(agent.usd ?? 0) : '–'}</b> cost
        </span>
      </span>
    </button>
  );
}

function AgentDialog({ name, onClose }: { name: string; onClose: () => void }) {
  const query = useAgent(name);
  const agent = query.data;
  return (
    <Dialog
      title={agent?.item.name ?? name}
      wide
      onClose={onClose}
      footer={
        <Link className="button main" to="/chat" search={{ agent: name }}>
          <Icon name="chat" /> Chat with {name}
        </Link>
      }
    >
      {query.isError && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {!agent ? (
        !query.isError && <Skeleton rows={4} height={40} />
      ) : (
        <>
          <p className="soft">{agent.item.description}</p>
          <dl className="facts">
            <dt>Work</dt>
            <dd>{workOf(agent.item)}</dd>
            <dt>Calls of models</dt>
            <dd>{agent.item.calls ? `${compact(agent.item.calls)}, ${money(agent.item.usd)}` : 'None yet'}</dd>
            <dt>Capabilities</dt>
            <dd className="row wrap">
              <Chips words={(agent.capabilities ?? []).map(one => one.name)} />
            </dd>
            <dt>Tools</dt>
            <dd className="row wrap">
              <Chips words={agent.item.tools ?? []} />
            </dd>
            <dt>Models</dt>
            <dd className="row wrap">
              <Chips words={agent.models ?? []} />
            </dd>
          </dl>
          {(agent.actions ?? []).length > 0 && (
            <section className="stack">
              <h3>Actions</h3>
              <dl className="facts">
                {agent.actions!.map(action => (
                  <div key={action.name} className="agent-action">
                    <dt>
                      <code>{action.name}</code>
                    </dt>
                    <dd className="soft">{action.description}</dd>
                  </div>
                ))}
              </dl>
            </section>
          )}
        </>
      )}
    </Dialog>
  );
}

function Chips({ words }: { words: string[] }) {
  return words.length === 0 ? (
    <span className="quiet">None</span>
  ) : (
    words.map(word => (
      <code key={word} className="chip">
        {word}
      </code>
    ))
  );
}
