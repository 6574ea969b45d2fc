import { JsonTree } from '@/ui/JsonTree';
import { useRunScreen } from './RunContext';

export function DataTab() {
  const { run } = useRunScreen();
  const attributes = Object.keys(run.attributes ?? {}).length > 0 ? run.attributes : undefined;
  return (
    <div className="two-columns">
      <section className="stack" aria-labelledby="inputs">
        <h2 id="inputs">Inputs</h2>
        <JsonTree value={run.inputs ?? undefined} name="Inputs" />
        {attributes && (
          <>
            <h2>Attributes</h2>
            <JsonTree value={attributes} name="Attributes" />
          </>
        )}
      </section>
      <section className="stack" aria-labelledby="outputs">
        <h2 id="outputs">Outputs</h2>
        {run.outputs === undefined || run.outputs === null ? (
          <p className="quiet">
            {run.status === 'completed' ? 'This workflow has no outputs.' : 'They are known when the run has completed.'}
          </p>
        ) : (
          <JsonTree value={run.outputs} name="Outputs" open={3} />
        )}
      </section>
    </div>
  );
}
