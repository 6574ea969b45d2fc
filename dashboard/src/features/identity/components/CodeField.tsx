import { TextField } from '@/ui/Field';

interface Props {
  value: string;
  onChange: (code: string) => void;
  required?: boolean;
}

/** The code of an authenticator app, or a recovery code in its place. */
export function CodeField({ value, onChange, required }: Props) {
  return (
    <TextField
      label="Code"
      hint="Six digits of your authenticator app, or a recovery code."
      className="input code-input"
      inputMode="numeric"
      autoComplete="one-time-code"
      maxLength={24}
      required={required}
      value={value}
      onChange={e => onChange(e.target.value)}
    />
  );
}
