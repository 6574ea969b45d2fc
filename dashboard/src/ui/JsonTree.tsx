import { useState } from 'react';
import type { Json } from '@/api/types';
import { Copy } from './Copy';
import './json.css';

const firstChildren = 100;
const longText = 220;

interface Props {
  value: Json | undefined;
  name?: string;
  /** Levels that are open at first. */
  open?: number;
}

/** A value as a tree that opens on demand; large ones are shown in parts. */
export function JsonTree({ value, name, open = 2 }: Props) {
  if (value === undefined) return <p className="quiet">Nothing.</p>;
  return (
    <div className="json">
      <div className="json-copy">
        <Copy text={() => JSON.stringify(value, null, 2)} what={name ?? 'the value'} />
      </div>
      <ul aria-label={name ?? 'Value'}>
        <Node label={undefined} value={value} open={open} />
      </ul>
    </div>
  );
}

function Node({ label, value, open }: { label?: string | number; value: Json; open: number }) {
  return typeof value === 'object' && value !== null ? (
    <Branch label={label} value={value} open={open} />
  ) : (
    <li className="json-line">
      <Label of={label} />
      <Leaf value={value} />
    </li>
  );
}

function Label({ of }: { of?: string | number }) {
  return of === undefined ? null : (
    <span className="json-key">
      {of}
      <span className="json-mark">: </span>
    </span>
  );
}

function Branch({ label, value, open }: { label?: string | number; value: Json[] | { [name: string]: Json }; open: number }) {
  const list = Array.isArray(value);
  const entries: [string | number, Json][] = list ? value.map((item, index) => [index, item]) : Object.entries(value);
  const [isOpen, setOpen] = useState(open > 0 && entries.length <= 200);
  const [shown, setShown] = useState(firstChildren);
  if (entries.length === 0) {
    return (
      <li className="json-line">
        <Label of={label} />
        <span className="json-mark">{list ? '[]' : '{}'}</span>
      </li>
    );
  }
  return (
    <li>
      <button type="button" className="json-fold" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <span className="json-arrow" aria-hidden="true">
          {isOpen ? '▾' : '▸'}
        </span>
        <Label of={label} />
        <span className="json-mark">{isOpen ? (list ? '[' : '{') : summaryOf(entries, list)}</span>
      </button>
      {isOpen && (
        <>
          <ul className="json-inner">
            {entries.slice(0, shown).map(([key, item]) => (
              <Node key={key} label={key} value={item} open={open - 1} />
            ))}
          </ul>
          {shown < entries.length && (
            <button type="button" className="json-more" onClick={() => setShown(shown + 500)}>
              {entries.length - shown} more
            </button>
          )}
          <span className="json-mark json-end">{list ? ']' : '}'}</span>
        </>
      )}
    </li>
  );
}

function summaryOf(entries: [string | number, Json][], list: boolean): string {
  if (list) return `[ ${entries.length} ]`;
  const names = entries
    .slice(0, 4)
    .map(([name]) => name)
    .join(', ');
  return `{ ${names}${entries.length > 4 ? ', …' : ''} }`;
}

function Leaf({ value }: { value: Exclude<Json, object> | null }) {
  const [whole, setWhole] = useState(false);
  if (typeof value !== 'string') return <span className={`json-${value === null ? 'null' : typeof value}`}>{String(value)}</span>;
  const long = value.length > longText && !whole;
  return (
    <span className="json-string">
      “{long ? value.slice(0, longText) : value}
      {long ? (
        <button type="button" className="json-more" onClick={() => setWhole(true)}>
          … {value.length - longText} more characters
        </button>
      ) : (
        '”'
      )}
    </span>
  );
}
