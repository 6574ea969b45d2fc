import type { CompletionContext, CompletionResult } from '@codemirror/autocomplete';

interface Word {
  label: string;
  detail: string;
}

/** Words of the language by where they may stand: at the top of a file, or in a step. */
const top: Word[] = [
  { label: 'name', detail: 'how the workflow is called' },
  { label: 'version', detail: 'for example 1.0.0' },
  { label: 'description', detail: 'what it is for' },
  { label: 'tags', detail: 'words to find it by' },
  { label: 'inputs', detail: 'what it needs to be started' },
  { label: 'variables', detail: 'values that steps share' },
  { label: 'defaults', detail: 'retry and timeout of every step' },
  { label: 'steps', detail: 'what is done' },
  { label: 'outputs', detail: 'what it gives back' },
];

const step: Word[] = [
  { label: 'key', detail: 'the name of the step' },
  { label: 'description', detail: 'what it is for' },
  { label: 'agent', detail: 'who does it' },
  { label: 'action', detail: 'which action of the agent' },
  { label: 'tool', detail: 'a tool instead of an agent' },
  { label: 'run', detail: 'a program and its arguments' },
  { label: 'with', detail: 'what is handed to it' },
  { label: 'when', detail: 'only if this is true' },
  { label: 'dependsOn', detail: 'steps that come first' },
  { label: 'retry', detail: 'how often, and how long between' },
  { label: 'timeout', detail: 'how long it may take, for example 20m' },
  { label: 'fallback', detail: 'what to do instead' },
  { label: 'onError', detail: 'steps for when it fails' },
  { label: 'compensate', detail: 'how it is undone' },
  { label: 'continueOnError', detail: 'the run goes on though it failed' },
  { label: 'approval', detail: 'a person decides' },
  { label: 'wait', detail: 'for a time or a signal' },
  { label: 'forEach', detail: 'once for each item' },
  { label: 'parallel', detail: 'steps at the same time' },
  { label: 'switch', detail: 'one of many ways' },
  { label: 'loop', detail: 'again until' },
  { label: 'workflow', detail: 'another workflow as a step' },
];

/** Offers the words that may stand where the cursor is. */
export function completeStepWords(context: CompletionContext): CompletionResult | null {
  const line = context.state.doc.lineAt(context.pos);
  const before = line.text.slice(0, context.pos - line.from);
  const found = /^(\s*(?:- )?(?:\{ ?)?)([a-zA-Z]*)$/.exec(before);
  if (!found || (!context.explicit && found[2] === '')) return null;
  const words = found[1] === '' ? top : step;
  return {
    from: context.pos - found[2]!.length,
    options: words.map(word => ({ ...word, type: 'property', apply: `${word.label}: ` })),
    validFor: /^[a-zA-Z]*$/,
  };
}
