import { useState } from 'react';
import type { Json, JsonObject } from '@/api/types';
import { Choice, TextArea, TextField } from './Field';
import { fieldsOf, unreadable, type FieldSchema } from './schema';

interface Props {
  schema: JsonObject;
  value: JsonObject;
  problems: Record<string, string>;
  onChange: (value: JsonObject) => void;
  /** Names of fields that may be changed; all when absent. */
  editable?: readonly string[];
}

/** A form that a JSON Schema describes. */
export function SchemaForm({ schema, value, problems, onChange, editable }: Props) {
  return (
    <div className="stack">
      {fieldsOf(schema).map(field => (
        <SchemaField
          key={field.name}
          field={field}
          value={value[field.name]}
          problem={problems[field.name]}
          disabled={editable !== undefined && !editable.includes(field.name)}
          onChange={next => onChange({ ...value, [field.name]: next as Json })}
        />
      ))}
    </div>
  );
}

interface FieldProps {
  field: FieldSchema;
  value: Json | undefined;
  problem?: string;
  disabled: boolean;
  onChange: (value: Json | undefined) => void;
}

function SchemaField({ field, value, problem, disabled, onChange }: FieldProps) {
  const [touched, setTouched] = useState(false);
  const error = problem && (touched || problem !== 'Needed.') ? problem : undefined;
  const limits = disabled ? 'Cannot be changed here.' : limitsOf(field);
  const frame = {
    label: field.required ? `${field.title} *` : field.title,
    hint: [field.description, limits].filter(Boolean).join(' ') || undefined,
    error,
    disabled,
    name: field.name,
    onBlur: () => setTouched(true),
  };
  switch (field.kind) {
    case 'flag':
      return (
        <label className="row flag">
          <input
            type="checkbox"
            className="check"
            name={field.name}
            disabled={disabled}
            checked={(value ?? field.defaultValue) === true}
            onChange={event => onChange(event.target.checked)}
          />
          <span>{field.title}</span>
          {field.description && <span className="quiet">{field.description}</span>}
        </label>
      );
    case 'choice':
      return (
        <Choice {...frame} value={JSON.stringify(value ?? field.defaultValue ?? '')} onChange={e => onChange(JSON.parse(e.target.value))}>
          <option value={'""'}>{field.required ? 'Choose…' : '–'}</option>
          {field.choices?.map(choice => (
            <option key={JSON.stringify(choice)} value={JSON.stringify(choice)}>
              {String(choice)}
            </option>
          ))}
        </Choice>
      );
    case 'number':
    case 'integer':
      return (
        <TextField
          {...frame}
          type="number"
          step={field.kind === 'integer' ? 1 : 'any'}
          value={typeof value === 'number' ? value : ''}
          placeholder={textOf(field.defaultValue)}
          onChange={event => onChange(event.target.value === '' ? undefined : Number(event.target.value))}
        />
      );
    case 'json':
      return <JsonField frame={frame} value={value} placeholder={field.defaultValue} onChange={onChange} />;
    case 'long':
      return <TextArea {...frame} value={textOf(value)} onChange={event => onChange(event.target.value || undefined)} />;
    default:
      return (
        <TextField
          {...frame}
          value={textOf(value)}
          placeholder={textOf(field.defaultValue)}
          onChange={event => onChange(event.target.value || undefined)}
        />
      );
  }
}

interface JsonFieldProps {
  frame: { label: string; hint?: string; error?: string; disabled: boolean };
  value: Json | undefined;
  placeholder?: Json;
  onChange: (value: Json | undefined) => void;
}

function JsonField({ frame, value, placeholder, onChange }: JsonFieldProps) {
  const [typed, setTyped] = useState(() => (value === undefined ? '' : JSON.stringify(value, null, 2)));
  const change = (next: string) => {
    setTyped(next);
    if (next.trim() === '') return onChange(undefined);
    try {
      onChange(JSON.parse(next) as Json);
    } catch {
      onChange(unreadable);
    }
  };
  return (
    <TextArea
      {...frame}
      className="input code"
      spellCheck={false}
      placeholder={placeholder === undefined ? 'JSON' : JSON.stringify(placeholder)}
      value={typed}
      onChange={event => change(event.target.value)}
    />
  );
}

function textOf(value: Json | undefined): string {
  return value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);
}

function limitsOf(field: FieldSchema): string | undefined {
  const { minimum, maximum } = field;
  if (minimum !== undefined && maximum !== undefined) return `From ${minimum} to ${maximum}.`;
  if (maximum !== undefined) return `At most ${maximum}.`;
  return minimum === undefined ? undefined : `At least ${minimum}.`;
}
