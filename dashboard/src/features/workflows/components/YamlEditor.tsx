import { useEffect, useRef, useState } from 'react';
import type { Workflow } from '@/api/moreTypes';
import { useMayWriteWorkflows } from '@/features/identity/hooks/useSession';
import { Button } from '@/ui/Button';
import { plural } from '@/ui/format';
import { Icon } from '@/ui/Icon';
import { WithCode } from '@/ui/Mend';
import { useProblems, useSave } from '../hooks/useEditing';
import { openEditor, type Editor } from './editor';

/** The text of a workflow. The server reads along: what it finds is shown at its line, with how to mend it. */
export function YamlEditor({ workflow }: { workflow: Workflow }) {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor>(undefined);
  const mayEdit = useMayWriteWorkflows() && workflow.item.isEditable !== false;
  const [yaml, setYaml] = useState(workflow.yaml);
  const { problems, isChecked, isOk, error } = useProblems(yaml);
  const save = useSave(workflow.item.name);
  const changed = yaml !== workflow.yaml;

  useEffect(() => {
    if (!host.current) return undefined;
    const opened = openEditor(host.current, workflow.yaml, !mayEdit, setYaml);
    editor.current = opened;
    return () => opened.close();
  }, [workflow.yaml, mayEdit]);
  useEffect(() => editor.current?.showProblems(problems), [problems]);

  return (
    <div className="editor-frame">
      <div ref={host} className="editor-host" />
      {problems.length > 0 && (
        <ul className="problems" aria-label="Problems">
          {problems.map((problem, index) => (
            <li key={index}>
              <button type="button" className="problem-line" onClick={() => editor.current?.goTo(problem.line ?? 1, problem.column ?? 1)}>
                <Icon name={problem.level === 'error' || !problem.level ? 'cross' : 'dead'} size={13} />
                <span className="quiet nowrap mono">
                  {problem.line ?? 1}:{problem.column ?? 1}
                </span>
                <span className="grow">
                  <WithCode text={problem.message} />{' '}
                  {problem.mend && (
                    <span className="soft">
                      <WithCode text={problem.mend} />
                    </span>
                  )}
                </span>
                <code className="quiet">{problem.code}</code>
              </button>
            </li>
          ))}
        </ul>
      )}
      <footer className="editor-bar">
        <span className={problems.length > 0 ? 'bad-text' : 'soft'} role="status">
          {error ? 'The server cannot check it now' : !isChecked ? 'Checking…' : isOk ? 'No problems' : plural(problems.length, 'problem')}
        </span>
        <span className="grow" />
        {!mayEdit && (
          <span className="quiet">
            {workflow.item.isEditable === false ? 'Part of the library: copy it into your folder to change it.' : 'Your role may read it.'}
          </span>
        )}
        {mayEdit && (
          <>
            <Button disabled={!changed} onClick={() => editor.current?.replace(workflow.yaml)}>
              Undo all
            </Button>
            <Button
              look="main"
              icon="save"
              disabled={!changed || !isOk || !isChecked}
              busy={save.isPending}
              onClick={() => save.mutate(yaml)}
            >
              Save
            </Button>
          </>
        )}
      </footer>
    </div>
  );
}
