import { Empty } from '@/ui/Feedback';
import { compact, money } from '@/ui/format';
import { costOf } from '../presenter/cost';
import { useRunScreen } from './RunContext';

export function CostTab() {
  const { steps, change } = useRunScreen();
  const cost = costOf(steps);
  if (cost.lines.length === 0) {
    return (
      <Empty icon="costs" title="This run cost nothing so far">
        Calls of models are counted here with their tokens and price. The offline provider is free.
      </Empty>
    );
  }
  return (
    <div className="table-frame" tabIndex={0}>
      <table className="table">
        <thead>
          <tr>
            <th>Step</th>
            <th className="not-phone">Model</th>
            <th className="number">Tokens in</th>
            <th className="number">Tokens out</th>
            <th className="number">Cost</th>
            <th className="not-phone">Share</th>
          </tr>
        </thead>
        <tbody>
          {cost.lines.map(line => (
            <tr key={line.path}>
              <td>
                <button type="button" className="text-button strong" onClick={() => change({ step: line.path })}>
                  {line.key}
                </button>
              </td>
              <td className="soft not-phone">{line.model || '–'}</td>
              <td className="number">{compact(line.inputTokens)}</td>
              <td className="number">{compact(line.outputTokens)}</td>
              <td className="number">{money(line.usd)}</td>
              <td className="not-phone">
                <span className="progress-bar share">
                  <span className="share-bar" style={{ width: `${line.share * 100}%` }} />
                </span>
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td className="strong">All steps</td>
            <td className="not-phone" />
            <td className="number strong">{compact(cost.inputTokens)}</td>
            <td className="number strong">{compact(cost.outputTokens)}</td>
            <td className="number strong">{money(cost.usd)}</td>
            <td className="not-phone" />
          </tr>
        </tfoot>
      </table>
    </div>
  );
}
