import type { RunRow } from '@/api/types';
import { Status } from '@/ui/Status';
import { attentionOf } from '../presenter/runRow';

/** How a run is and what of it waits for a person: said in the same way wherever a run is shown. */
export function RunStates({ run }: { run: Pick<RunRow, 'status' | 'attention'> }) {
  return (
    <span className="row wrap run-states">
      <Status of={run.status} />
      {attentionOf(run).map(name => (
        <Status key={name} of={name} plain />
      ))}
    </span>
  );
}
