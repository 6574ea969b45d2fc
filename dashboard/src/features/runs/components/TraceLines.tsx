import { Icon } from '@/ui/Icon';
import { JsonTree } from '@/ui/JsonTree';
import { Markdown } from '@/ui/Markdown';
import { hasData, traceLooks, type TraceLine } from '../presenter/trace';
import './trace.css';

interface Props {
  lines: TraceLine[];
  /** Shows the step that carried an action out; without it none is offered. */
  onStep?: (step: string) => void;
}

/** What an agent thought, did and saw, line by line. */
export function TraceLines({ lines, onStep }: Props) {
  return (
    <ol className="trace">
      {lines.map((line, index) => (
        <Line key={index} line={line} onStep={onStep} />
      ))}
    </ol>
  );
}

function Line({ line, onStep }: { line: TraceLine; onStep?: (step: string) => void }) {
  const look = traceLooks[line.kind];
  return (
    <li className={`trace-item ${look.tone}`}>
      <span className="trace-icon">
        <Icon name={look.icon} size={14} />
      </span>
      <div className="grow stack tight">
        <p className="row">
          <b>{look.name}</b>
          {line.tool && <code className="chip">{line.tool}</code>}
          {line.step && onStep && (
            <button type="button" className="text-button" onClick={() => onStep(line.step!)}>
              Its step
            </button>
          )}
        </p>
        {line.text && <Markdown text={line.text} />}
        {hasData(line.data) && <JsonTree value={line.data} open={1} name={look.name} />}
      </div>
    </li>
  );
}
