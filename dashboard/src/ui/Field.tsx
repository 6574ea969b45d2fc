import { useId, type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes, type TextareaHTMLAttributes } from 'react';
import './field.css';

interface Frame {
  label: string;
  hint?: ReactNode;
  error?: string;
}

function Framed({ label, hint, error, id, children }: Frame & { id: string; children: ReactNode }) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children}
      {error ? (
        <p className="field-error" id={`${id}-note`} role="alert">
          {error}
        </p>
      ) : (
        hint && (
          <p className="field-hint" id={`${id}-note`}>
            {hint}
          </p>
        )
      )}
    </div>
  );
}

const note = (id: string, frame: Frame) => ({
  id,
  'aria-describedby': frame.error || frame.hint ? `${id}-note` : undefined,
  'aria-invalid': frame.error ? true : undefined,
});

export function TextField({ label, hint, error, ...rest }: Frame & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId();
  const frame = { label, hint, error };
  return (
    <Framed {...frame} id={id}>
      <input className="input" {...note(id, frame)} {...rest} />
    </Framed>
  );
}

export function TextArea({ label, hint, error, ...rest }: Frame & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const id = useId();
  const frame = { label, hint, error };
  return (
    <Framed {...frame} id={id}>
      <textarea className="input" rows={4} {...note(id, frame)} {...rest} />
    </Framed>
  );
}

export function Choice({ label, hint, error, children, ...rest }: Frame & SelectHTMLAttributes<HTMLSelectElement>) {
  const id = useId();
  const frame = { label, hint, error };
  return (
    <Framed {...frame} id={id}>
      <select className="input" {...note(id, frame)} {...rest}>
        {children}
      </select>
    </Framed>
  );
}
