import { useEffect, useRef, useState } from 'react';
import { Link } from '@tanstack/react-router';
import { chat as route } from '@/app/router';
import { useAgents } from '@/features/agents/hooks/useAgents';
import { Button } from '@/ui/Button';
import { Empty, Problem } from '@/ui/Feedback';
import { Icon } from '@/ui/Icon';
import { Markdown } from '@/ui/Markdown';
import { useChat } from '../hooks/useChat';
import type { Part, ToolUse, Turn } from '../presenter/agui';
import './chat.css';

/** Talks with any agent; what it thinks and does is shown as it happens. */
export function ChatPage() {
  const view = route.useSearch();
  const navigate = route.useNavigate();
  const agents = useAgents();
  const all = agents.data?.items ?? [];
  const agent = view.agent ?? all[0]?.id ?? '';
  const { turns, streaming, ask, stop, reset } = useChat(agent);
  const end = useRef<HTMLDivElement>(null);
  const about = all.find(one => one.id === agent);
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'end' });
  }, [turns]);
  return (
    <div className="page chat">
      <header className="page-head">
        <h1>Chat</h1>
        <select
          className="input chat-agent"
          aria-label="Agent"
          value={agent}
          onChange={event => void navigate({ search: { agent: event.target.value } })}
        >
          {view.agent && !about && <option>{view.agent}</option>}
          {all.map(one => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </select>
        <span className="grow clip quiet not-phone">{about?.description}</span>
        {turns.length > 0 && (
          <Button icon="plus" onClick={reset}>
            New chat
          </Button>
        )}
      </header>
      {agents.isError && !agents.data && <Problem error={agents.error} onRetry={() => void agents.refetch()} />}
      <div className="chat-turns" role="log" aria-label="Conversation" aria-live="polite" tabIndex={0}>
        {turns.length === 0 && agent !== '' && (
          <Empty icon="chat" title={`Ask ${agent} something`} command={`ax agent chat ${agent}`}>
            {about?.description ?? 'Answers arrive as they are made, with the tools that were used.'}
          </Empty>
        )}
        {turns.map((turn, index) => (
          <TurnView key={index} turn={turn} agent={agent} />
        ))}
        <div ref={end} />
      </div>
      <Composer disabled={agent === ''} streaming={streaming} onAsk={text => void ask(text)} onStop={stop} />
    </div>
  );
}

function TurnView({ turn, agent }: { turn: Turn; agent: string }) {
  if (turn.role === 'user') {
    return <div className="turn user">{turn.parts.map((part, index) => part.kind === 'text' && <p key={index}>{part.text}</p>)}</div>;
  }
  return (
    <article className="turn agent-turn" aria-label={`Answer of ${agent}`} aria-busy={turn.state === 'streaming'}>
      <span className="agent-mark" aria-hidden="true">
        {agent.slice(0, 2)}
      </span>
      <div className="grow stack">
        {turn.parts.map((part, index) => (
          <PartView key={index} part={part} />
        ))}
        {turn.state === 'streaming' && (
          <p className="quiet row">
            <Icon name="retry" size={13} className="turns" /> {turn.step ?? (turn.parts.length === 0 ? 'Thinking' : 'Writing')}
          </p>
        )}
        {turn.asks && turn.runId && (
          <p className="notice warn">
            <Icon name="hand" /> <span className="grow">It waits for your decision.</span>
            <Link className="button small main" to="/approvals" search={{ run: turn.runId }}>
              Decide
            </Link>
          </p>
        )}
        {turn.state === 'stopped' && <p className="quiet">Stopped by you.</p>}
        {turn.state === 'failed' && <Problem title="The answer broke off" error={new Error(turn.error)} />}
        {turn.runId && turn.state !== 'streaming' && (
          <p>
            <Link to="/runs/$id" params={{ id: turn.runId }} search={{ tab: 'trace' }} className="chat-run">
              How it came to this
            </Link>
          </p>
        )}
      </div>
    </article>
  );
}

function PartView({ part }: { part: Part }) {
  return part.kind === 'text' ? <Markdown text={part.text} /> : <Tool tool={part.tool} />;
}

function Tool({ tool }: { tool: ToolUse }) {
  return (
    <details className="chat-tool">
      <summary className="row">
        <Icon name="tool" size={14} />
        <code>{tool.name}</code>
        <span className="quiet end">{tool.result === undefined ? 'at work' : 'done'}</span>
      </summary>
      <pre tabIndex={0}>{tool.args || '{}'}</pre>
      {tool.result !== undefined && <pre tabIndex={0}>{tool.result}</pre>}
    </details>
  );
}

interface ComposerProps {
  disabled: boolean;
  streaming: boolean;
  onAsk: (text: string) => void;
  onStop: () => void;
}

function Composer({ disabled, streaming, onAsk, onStop }: ComposerProps) {
  const [text, setText] = useState('');
  const submit = () => {
    if (text.trim() === '' || streaming) return;
    onAsk(text.trim());
    setText('');
  };
  return (
    <form
      className="composer"
      onSubmit={event => {
        event.preventDefault();
        submit();
      }}
    >
      <textarea
        className="composer-text"
        aria-label="Message"
        placeholder="Message…"
        title="Enter sends, Shift+Enter makes a new line"
        rows={2}
        autoFocus
        value={text}
        onChange={event => setText(event.target.value)}
        onKeyDown={event => {
          if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          submit();
        }}
      />
      {streaming ? (
        <Button icon="stop" aria-label="Stop" onClick={onStop} />
      ) : (
        <Button type="submit" look="main" icon="send" aria-label="Send" disabled={disabled || text.trim() === ''} />
      )}
    </form>
  );
}
