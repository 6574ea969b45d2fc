import { useMemo } from 'react';
import type { AgentSessionDetail } from '@/api/moreTypes';
import { TraceLines } from '@/features/runs/components/TraceLines';
import { JsonTree } from '@/ui/JsonTree';
import { Markdown } from '@/ui/Markdown';
import { conversationOf, turnsOf } from '../presenter/session';

/** What was kept of a session when it was handed over: what was asked, the conversation, the newest turns with their calls, and a summary. */
export function SavedParts({ detail: { saved, summary } }: { detail: AgentSessionDetail }) {
  const { said, more } = useMemo(() => conversationOf(saved), [saved]);
  const turns = useMemo(() => turnsOf(saved), [saved]);
  if (!saved && !summary) return <p className="quiet">Nothing was saved of it, or its run is gone.</p>;
  return (
    <>
      {saved?.task && (
        <section className="stack tight">
          <h3>What was asked</h3>
          <Markdown text={saved.task} />
        </section>
      )}
      {said.length > 0 && (
        <section className="stack tight">
          <h3>The conversation before it</h3>
          <ol className="stack tight said">
            {said.map((one, index) => (
              <li key={index} className={one.who === 'user' ? 'said-one by-user' : 'said-one'}>
                <span className="quiet">{one.who}</span>
                <Markdown text={one.text} />
              </li>
            ))}
          </ol>
        </section>
      )}
      {more !== undefined && (
        <section className="stack tight">
          <h3>What else was given</h3>
          {typeof more === 'string' ? <p className="as-written">{more}</p> : <JsonTree value={more} name="what was given" open={1} />}
        </section>
      )}
      {turns.length > 0 && (
        <section className="stack tight">
          <h3>The newest turns</h3>
          <ol className="stack">
            {turns.map(turn => (
              <li key={turn.number} className="sessions-turn">
                <span className="chip">turn {turn.number}</span>
                {turn.lines.length > 0 ? <TraceLines lines={turn.lines} /> : <p className="quiet">Nothing was said in it.</p>}
              </li>
            ))}
          </ol>
        </section>
      )}
      {summary && (
        <details className="sessions-summary">
          <summary>Summary in words</summary>
          <p className="as-written">{summary}</p>
        </details>
      )}
    </>
  );
}
