/** A conversation as AG-UI events make it. */
export interface ToolUse {
  id: string;
  name: string;
  args: string;
  result?: string;
}

export type Part = { kind: 'text'; id: string; text: string } | { kind: 'tool'; tool: ToolUse };

export interface Turn {
  role: 'user' | 'agent';
  parts: Part[];
  /** What it is doing now, in a word. */
  step?: string;
  state: 'streaming' | 'done' | 'stopped' | 'failed';
  error?: string;
  runId?: string;
  /** Whether a person has to decide something before it goes on. */
  asks?: boolean;
}

/** An event of the AG-UI protocol; only the fields that are read here. */
export interface AgUiEvent {
  type: string;
  runId?: string;
  messageId?: string;
  delta?: string;
  toolCallId?: string;
  toolCallName?: string;
  content?: string;
  stepName?: string;
  message?: string;
  name?: string;
}

export const emptyTurn: Turn = { role: 'agent', parts: [], state: 'streaming' };

/** The turn after an event. Pure, so that a stream can be tested as a list. */
export function apply(turn: Turn, event: AgUiEvent): Turn {
  switch (event.type) {
    case 'RUN_STARTED':
      return { ...turn, runId: event.runId };
    case 'STEP_STARTED':
      return { ...turn, step: event.stepName };
    case 'STEP_FINISHED':
      return { ...turn, step: undefined, asks: false };
    case 'CUSTOM':
      return event.name === 'approval' ? { ...turn, asks: true } : turn;
    case 'TEXT_MESSAGE_START':
      // One that is known begins anew.
      return {
        ...turn,
        parts: [
          ...turn.parts.filter(part => part.kind !== 'text' || part.id !== event.messageId),
          { kind: 'text', id: event.messageId ?? '', text: '' },
        ],
      };
    case 'TEXT_MESSAGE_CONTENT':
    case 'TEXT_MESSAGE_CHUNK':
      return { ...turn, parts: addText(turn.parts, event.messageId ?? '', event.delta ?? '') };
    case 'TOOL_CALL_START':
      return {
        ...turn,
        parts: [...turn.parts, { kind: 'tool', tool: { id: event.toolCallId ?? '', name: event.toolCallName ?? '', args: '' } }],
      };
    case 'TOOL_CALL_ARGS':
      return { ...turn, parts: changeTool(turn.parts, event.toolCallId, tool => ({ ...tool, args: tool.args + (event.delta ?? '') })) };
    case 'TOOL_CALL_RESULT':
      return { ...turn, parts: changeTool(turn.parts, event.toolCallId, tool => ({ ...tool, result: event.content ?? '' })) };
    case 'RUN_FINISHED':
      return { ...turn, state: 'done', step: undefined };
    case 'RUN_ERROR':
      return { ...turn, state: 'failed', step: undefined, error: event.message ?? 'The agent failed.' };
    default:
      return turn;
  }
}

function addText(parts: Part[], id: string, delta: string): Part[] {
  const at = parts.findLastIndex(part => part.kind === 'text' && part.id === id);
  if (at < 0) return [...parts, { kind: 'text', id, text: delta }];
  return parts.map((part, index) => (index === at && part.kind === 'text' ? { ...part, text: part.text + delta } : part));
}

function changeTool(parts: Part[], id: string | undefined, change: (tool: ToolUse) => ToolUse): Part[] {
  return parts.map(part => (part.kind === 'tool' && part.tool.id === id ? { kind: 'tool', tool: change(part.tool) } : part));
}
