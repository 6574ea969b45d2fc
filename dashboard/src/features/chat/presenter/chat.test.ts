import { describe, expect, it } from 'vitest';
import { apply, emptyTurn, type AgUiEvent } from './agui';
import { EventCutter } from './sse';

const play = (events: AgUiEvent[]) => events.reduce(apply, emptyTurn);

describe('A conversation', () => {
  it('puts text and tools in the order in which they came', () => {
    const turn = play([
      { type: 'RUN_STARTED', runId: 'r1' },
      { type: 'TEXT_MESSAGE_START', messageId: 'm1' },
      { type: 'TEXT_MESSAGE_CONTENT', messageId: 'm1', delta: 'Let me ' },
      { type: 'TEXT_MESSAGE_CONTENT', messageId: 'm1', delta: 'look.' },
      { type: 'TOOL_CALL_START', toolCallId: 't1', toolCallName: 'code.search' },
      { type: 'TOOL_CALL_ARGS', toolCallId: 't1', delta: '{}' },
      { type: 'TOOL_CALL_RESULT', toolCallId: 't1', content: 'found' },
      { type: 'RUN_FINISHED' },
    ]);
    expect(turn).toMatchObject({ state: 'done', runId: 'r1' });
    expect(turn.parts).toEqual([
      { kind: 'text', id: 'm1', text: 'Let me look.' },
      { kind: 'tool', tool: { id: 't1', name: 'code.search', args: '{}', result: 'found' } },
    ]);
  });

  it('has a message begin anew that is told again', () => {
    const turn = play([
      { type: 'TEXT_MESSAGE_START', messageId: 'm1' },
      { type: 'TEXT_MESSAGE_CONTENT', messageId: 'm1', delta: 'Half' },
      { type: 'TEXT_MESSAGE_END', messageId: 'm1' },
      { type: 'TEXT_MESSAGE_START', messageId: 'm1' },
      { type: 'TEXT_MESSAGE_CONTENT', messageId: 'm1', delta: 'Whole.' },
    ]);
    expect(turn.parts).toEqual([{ kind: 'text', id: 'm1', text: 'Whole.' }]);
  });

  it('keeps what was said when it fails', () => {
    const turn = play([
      { type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta: 'Half' },
      { type: 'RUN_ERROR', message: 'No model' },
    ]);
    expect(turn).toMatchObject({ state: 'failed', error: 'No model', parts: [{ text: 'Half' }] });
  });

  it('says that a person has to decide, until that is done', () => {
    expect(play([{ type: 'CUSTOM', name: 'approval' }]).asks).toBe(true);
    expect(play([{ type: 'CUSTOM', name: 'approval' }, { type: 'STEP_FINISHED' }]).asks).toBe(false);
  });

  it('lets events pass that it does not know', () => expect(play([{ type: 'CUSTOM' }])).toEqual(emptyTurn));

  it('is cut into events wherever the network cuts it', () => {
    const whole = 'data: {"a":1}\r\n\r\n: comment\n\ndata: {"b":\ndata: 2}\n\n';
    for (let size = 1; size < whole.length; size++) {
      const cutter = new EventCutter();
      const parts = Array.from({ length: Math.ceil(whole.length / size) }, (_, index) => whole.slice(index * size, (index + 1) * size));
      expect(parts.flatMap(part => cutter.push(part)).map(text => JSON.parse(text))).toEqual([{ a: 1 }, { b: 2 }]);
    }
  });
});
