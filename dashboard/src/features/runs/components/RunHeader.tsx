import { useState } from 'react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useActions, type Action } from '@/app/actions';
import { Person } from '@/features/identity/components/Person';
import { useMay } from '@/features/identity/hooks/useSession';
import { Button } from '@/ui/Button';
import { Copy } from '@/ui/Copy';
import { compact, money } from '@/ui/format';
import { Icon } from '@/ui/Icon';
import { Menu } from '@/ui/Menu';
import { Ago, Lasting } from '@/ui/Time';
import { useRunCommand } from '../hooks/useRun';
import { possibleFor } from '../presenter/commands';
import { costOf } from '../presenter/cost';
import { isOver } from '../presenter/runRow';
import { ForkDialog } from './ForkDialog';
import { CancelDialog, RollbackDialog, SignalDialog } from './RunDialogs';
import { useRunScreen } from './RunContext';
import { RunStates } from './RunStates';

type Order = 'pause' | 'resume' | 'promote' | 'discard';
type Asked = 'fork' | 'signal' | 'rollback' | 'cancel';

export function RunHeader() {
  const { run } = useRunScreen();
  return (
    <header className="head">
      <nav className="row crumbs" aria-label="Where you are">
        <Link to="/runs">Runs</Link>
        <Icon name="chevron" size={12} />
        <Link to="/runs" search={{ workflow: run.workflow }} className="clip">
          {run.workflow}
        </Link>
      </nav>
      <div className="row wrap run-title">
        <h1 className="clip">{run.workflow}</h1>
        {run.version && <span className="chip">{run.version}</span>}
        <RunStates run={run} />
        <span className="grow" />
        <RunActions />
      </div>
      <RunFacts />
    </header>
  );
}

function RunFacts() {
  const { run, steps } = useRunScreen();
  const cost = costOf(steps);
  const tokens = cost.inputTokens + cost.outputTokens;
  const ended = steps.filter(step => step.status === 'completed' || step.status === 'skipped').length;
  return (
    <dl className="run-facts">
      <div>
        <dt>Run</dt>
        <dd className="row">
          <code className="clip">{run.id}</code>
          <Copy text={run.id} what="the run id" />
        </dd>
      </div>
      <div>
        <dt>Started</dt>
        <dd>
          <Ago at={run.createdAt} />
        </dd>
      </div>
      <div>
        <dt>Duration</dt>
        <dd>
          <Lasting from={run.createdAt} to={run.endedAt} seconds={isOver(run.status) ? run.durationSeconds : undefined} />
        </dd>
      </div>
      <div>
        <dt>Steps</dt>
        <dd>
          {ended} of {steps.length}
        </dd>
      </div>
      <div>
        <dt>Cost</dt>
        <dd>
          {money(run.usd ?? cost.usd)} {tokens > 0 && <span className="quiet">{compact(tokens)} tokens</span>}
        </dd>
      </div>
      {typeof run.attributes?.user === 'string' && (
        <div>
          <dt>By</dt>
          <dd>
            <Person id={run.attributes.user} />
          </dd>
        </div>
      )}
      {run.forkOf && (
        <div>
          <dt>Fork of</dt>
          <dd>
            <Link to="/runs/$id" params={{ id: run.forkOf }} className="mono">
              {run.forkOf}
            </Link>
          </dd>
        </div>
      )}
      {run.parent && (
        <div>
          <dt>Started by</dt>
          <dd>
            <Link to="/runs/$id" params={{ id: run.parent }} className="mono">
              {run.parent}
            </Link>
          </dd>
        </div>
      )}
    </dl>
  );
}

/** What can be done to the run: a button for what is likely, a menu for the rest, and all of it in the palette. */
function RunActions() {
  const { present: run, change } = useRunScreen();
  const command = useRunCommand(run.id);
  const navigate = useNavigate();
  const [asked, setAsked] = useState<Asked>();
  const may = useMay('runsControl');
  const can = possibleFor(run);
  // A fork that was discarded is no more: its origin is where one goes on.
  const toOrigin = () => void navigate({ to: '/runs/$id', params: { id: run.forkOf! }, search: { tab: 'forks' } });
  const order = (what: Order) => command.mutate(what, what === 'discard' ? { onSuccess: toOrigin } : undefined);
  const offered = may ? offeredFor(can, setAsked, order) : [];
  useActions(offered);
  const main = offered.filter(action => mainActions.includes(action.id));
  const rest = offered.filter(action => !mainActions.includes(action.id));
  const close = () => setAsked(undefined);
  return (
    <div className="row run-actions">
      {main.map(action => (
        <Button
          key={action.id}
          icon={action.icon}
          look={action.id === 'run-promote' ? 'main' : 'plain'}
          busy={command.isPending && command.variables === action.id.slice(4)}
          onClick={action.perform}
        >
          {action.name}
        </Button>
      ))}
      {rest.length > 0 && (
        <Menu
          label="More actions"
          items={[
            ...rest.map(action => ({ name: action.name, icon: action.icon, bad: action.id === 'run-cancel', perform: action.perform })),
            ...(run.forkOf
              ? [
                  {
                    name: 'Compare with its origin',
                    icon: 'diff' as const,
                    perform: () => change({ tab: 'forks', with: run.forkOf! }, false),
                  },
                ]
              : []),
          ]}
        />
      )}
      {asked === 'fork' && <ForkDialog onClose={close} />}
      {asked === 'signal' && <SignalDialog onClose={close} />}
      {asked === 'rollback' && <RollbackDialog onClose={close} />}
      {asked === 'cancel' && <CancelDialog onClose={close} onCancel={() => command.mutate('cancel', { onSuccess: close })} />}
    </div>
  );
}

const mainActions = ['run-pause', 'run-resume', 'run-fork', 'run-promote'];

function offeredFor(can: ReturnType<typeof possibleFor>, ask: (asked: Asked) => void, order: (command: Order) => void): Action[] {
  const offer = (id: string, name: string, icon: Action['icon'], perform: () => void): Action => ({
    id: `run-${id}`,
    name,
    group: 'This run',
    icon,
    perform,
  });
  return [
    can.pause && offer('pause', 'Pause', 'pause', () => order('pause')),
    can.resume && offer('resume', 'Resume', 'play', () => order('resume')),
    can.promote && offer('promote', 'Promote', 'check', () => order('promote')),
    offer('fork', 'Fork', 'fork', () => ask('fork')),
    can.signal && offer('signal', 'Send a signal', 'bolt', () => ask('signal')),
    can.rollback && offer('rollback', 'Roll back', 'undo', () => ask('rollback')),
    can.promote && offer('discard', 'Discard the fork', 'trash', () => order('discard')),
    can.cancel && offer('cancel', 'Cancel the run', 'stop', () => ask('cancel')),
  ].filter(action => action !== false);
}
