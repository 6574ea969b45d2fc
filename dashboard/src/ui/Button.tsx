import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { Icon } from './Icon';
import type { IconName } from './icons';
import './button.css';

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  icon?: IconName;
  look?: 'plain' | 'main' | 'bad' | 'bare';
  small?: boolean;
  /** Its work goes on: it cannot be pressed twice. */
  busy?: boolean;
  children?: ReactNode;
}

export function Button({ icon, look = 'plain', small, busy, children, className, disabled, ...rest }: Props) {
  const classes = ['button', look, small && 'small', !children && 'square', className].filter(Boolean).join(' ');
  return (
    <button type="button" className={classes} disabled={disabled || busy} aria-busy={busy || undefined} {...rest}>
      {icon && <Icon name={busy ? 'retry' : icon} size={small ? 14 : 15} className={busy ? 'turns' : undefined} />}
      {children}
    </button>
  );
}
