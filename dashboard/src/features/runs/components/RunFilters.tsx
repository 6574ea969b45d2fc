import { useEffect, useState } from 'react';
import { useWorkflows } from '@/features/workflows/hooks/useWorkflows';
import { Button } from '@/ui/Button';
import { Icon } from '@/ui/Icon';
import { Pill } from '@/ui/Pill';
import { useViews } from '../hooks/useViews';
import { attentionChoices, isNarrowed, spans, statusChoices, type RunsView } from '../presenter/runFilter';

interface Props {
  view: RunsView;
  onChange: (view: RunsView) => void;
}

export function RunFilters({ view, onChange }: Props) {
  const workflows = useWorkflows().data?.items ?? [];
  const set = (part: RunsView) => onChange({ ...view, ...part });
  return (
    <div className="stack runs-filters">
      <div className="row wrap">
        <Search value={view.search ?? ''} onChange={search => set({ search: search || undefined })} />
        <select
          className="input runs-select"
          aria-label="Workflow"
          value={view.workflow ?? ''}
          onChange={event => set({ workflow: event.target.value || undefined })}
        >
          <option value="">All workflows</option>
          {view.workflow && !workflows.some(item => item.name === view.workflow) && <option>{view.workflow}</option>}
          {workflows.map(item => (
            <option key={item.name}>{item.name}</option>
          ))}
        </select>
        <select
          className="input runs-select"
          aria-label="Time"
          value={view.span ?? ''}
          onChange={event => set({ span: (event.target.value || undefined) as RunsView['span'] })}
        >
          <option value="">Any time</option>
          {spans.map(span => (
            <option key={span.id} value={span.id}>
              {span.name}
            </option>
          ))}
        </select>
        {view.definition && (
          <Button
            small
            icon="cross"
            title={view.definition}
            aria-label="Show runs of every version"
            onClick={() => set({ definition: undefined })}
          >
            version {view.definition.slice(0, 12)}
          </Button>
        )}
      </div>
      <div className="row wrap">
        <div className="pills" role="group" aria-label="Status">
          <Pill on={!view.status && !view.attention} onClick={() => set({ status: undefined, attention: undefined })}>
            All
          </Pill>
          {statusChoices.map(choice => (
            <Pill
              key={choice.id}
              on={view.status === choice.id}
              onClick={() => set({ status: view.status === choice.id ? undefined : choice.id })}
            >
              {choice.name}
            </Pill>
          ))}
          {attentionChoices.slice(0, 2).map(choice => (
            <Pill
              key={choice.id}
              on={view.attention === choice.id}
              onClick={() => set({ attention: view.attention === choice.id ? undefined : choice.id })}
            >
              {choice.name}
            </Pill>
          ))}
        </div>
        <SavedViews view={view} onChange={onChange} />
      </div>
    </div>
  );
}

/** Asks while one types, a moment after the last key. */
function Search({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    if (typed === value) return undefined;
    const timer = setTimeout(() => onChange(typed), 250);
    return () => clearTimeout(timer);
    // Only what is typed asks again: a new function from the parent does not.
  }, [typed]);
  return (
    <label className="search-field">
      <Icon name="search" size={14} />
      <input
        className="input"
        type="search"
        placeholder="Workflow, or beginning of an id…"
        title="A part of the workflow’s name, or ten or more of the first characters of a run’s id"
        aria-label="Search runs"
        value={typed}
        onChange={event => setTyped(event.target.value)}
      />
    </label>
  );
}

function SavedViews({ view, onChange }: Props) {
  const { views, save, remove } = useViews();
  const [naming, setNaming] = useState<string>();
  const same = (other: RunsView) => JSON.stringify(other) === JSON.stringify(view);
  return (
    <div className="row wrap end">
      {views.map(saved => (
        <span key={saved.name} className="saved-view">
          <Pill on={same(saved.view)} onClick={() => onChange(saved.view)}>
            <Icon name="star" size={12} /> {saved.name}
          </Pill>
          {same(saved.view) && (
            <Button look="bare" small icon="cross" aria-label={`Forget the view ${saved.name}`} onClick={() => remove(saved.name)} />
          )}
        </span>
      ))}
      {naming === undefined ? (
        isNarrowed(view) &&
        !views.some(saved => same(saved.view)) && (
          <Button look="bare" small icon="save" onClick={() => setNaming('')}>
            Save view
          </Button>
        )
      ) : (
        <form
          className="row"
          onSubmit={event => {
            event.preventDefault();
            if (naming.trim()) save(naming.trim(), view);
            setNaming(undefined);
          }}
        >
          <input
            className="input runs-naming"
            aria-label="Name of the view"
            placeholder="Name of the view"
            autoFocus
            value={naming}
            onChange={event => setNaming(event.target.value)}
            onKeyDown={event => event.key === 'Escape' && setNaming(undefined)}
          />
          <Button type="submit" small look="main">
            Save
          </Button>
        </form>
      )}
    </div>
  );
}
