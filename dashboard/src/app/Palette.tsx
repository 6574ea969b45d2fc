import { useEffect, useRef, useState } from 'react';
import { useNavigate } from '@tanstack/react-router';
import { Icon } from '@/ui/Icon';
import { findActions, useAllActions, type Action } from './actions';
import { useNamed } from './named';
import './palette.css';

/** Ctrl+K: everything that can be done here, and every place, by typing a few letters of it. */
export function Palette({ onClose, onStart }: { onClose: () => void; onStart: (workflow: string) => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const navigate = useNavigate();
  const all = useAllActions();
  const named = useNamed(typed, onStart);
  const found = [...findActions(all, typed), ...named, ...searchesFor(typed, search => void navigate({ to: '/runs', search: { search } }))];

  useEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
    return () => element?.close();
  }, []);
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: 'nearest' });
  }, [at]);

  const perform = (action: Action | undefined) => {
    if (!action) return;
    onClose();
    action.perform();
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt((at + 1) % Math.max(1, found.length));
    else if (event.key === 'ArrowUp') setAt((at - 1 + found.length) % Math.max(1, found.length));
    else if (event.key === 'Enter') perform(found[at]);
    else return;
    event.preventDefault();
  };

  return (
    <dialog
      ref={dialog}
      className="palette"
      aria-label="Commands"
      onCancel={event => {
        event.preventDefault();
        onClose();
      }}
      onMouseDown={event => event.target === dialog.current && onClose()}
    >
      <div className="palette-inner">
        <div className="palette-head">
          <Icon name="search" />
          <input
            autoFocus
            role="combobox"
            aria-expanded="true"
            aria-controls="palette-list"
            aria-activedescendant={found[at] ? `palette-${at}` : undefined}
            aria-label="Type a command or a run id"
            placeholder="Type a command, a place or a run id…"
            value={typed}
            onChange={event => {
              setTyped(event.target.value);
              setAt(0);
            }}
            onKeyDown={onKeyDown}
          />
          <kbd>Esc</kbd>
        </div>
        <ul className="palette-list" id="palette-list" role="listbox" aria-label="Commands" ref={list}>
          {found.map((action, index) => (
            <li
              key={action.id}
              id={`palette-${index}`}
              role="option"
              aria-selected={index === at}
              className="palette-item"
              onMouseMove={() => setAt(index)}
              onClick={() => perform(action)}
            >
              <Icon name={action.icon} />
              <span className="grow clip">{action.name}</span>
              <span className="quiet">{action.group}</span>
              {action.keys && (
                <span className="row">
                  {action.keys.split(' ').map(key => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </span>
              )}
            </li>
          ))}
          {found.length === 0 && <li className="palette-none">Nothing by that name.</li>}
        </ul>
      </div>
    </dialog>
  );
}

function searchesFor(typed: string, search: (text: string) => void): Action[] {
  const text = typed.trim();
  if (text.length < 2) return [];
  return [{ id: 'search-runs', name: `Find runs with “${text}”`, group: 'Search', icon: 'search', perform: () => search(text) }];
}
