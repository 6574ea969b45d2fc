import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Button } from './Button';
import { Icon } from './Icon';
import type { IconName } from './icons';
import './menu.css';

export interface MenuItem {
  name: string;
  icon?: IconName;
  bad?: boolean;
  disabled?: boolean;
  hint?: string;
  perform: () => void;
}

interface Props {
  label: string;
  icon?: IconName;
  items: MenuItem[];
  children?: ReactNode;
  small?: boolean;
  bare?: boolean;
}

/** A button that opens a short list of actions. Arrow keys move, Escape closes. */
export function Menu({ label, icon = 'more', items, children, small, bare }: Props) {
  const [open, setOpen] = useState(false);
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return undefined;
    element.current?.querySelector<HTMLElement>('[role=menuitem]:not(:disabled)')?.focus();
    const close = (event: Event) => {
      if (!element.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener('pointerdown', close);
    return () => document.removeEventListener('pointerdown', close);
  }, [open]);

  const onKeyDown = (event: React.KeyboardEvent) => {
    if (!open) return;
    const all = [...(element.current?.querySelectorAll<HTMLElement>('[role=menuitem]:not(:disabled)') ?? [])];
    const at = all.indexOf(document.activeElement as HTMLElement);
    const go = (index: number) => all[(index + all.length) % all.length]?.focus();
    if (event.key === 'ArrowDown') go(at + 1);
    else if (event.key === 'ArrowUp') go(at - 1);
    else if (event.key === 'Escape') {
      setOpen(false);
      element.current?.querySelector<HTMLElement>('button')?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className="menu" ref={element} onKeyDown={onKeyDown}>
      <Button
        icon={icon}
        small={small}
        look={bare ? 'bare' : 'plain'}
        aria-label={children ? undefined : label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={event => {
          event.stopPropagation();
          setOpen(!open);
        }}
      >
        {children}
      </Button>
      {open && (
        <div className="menu-list" role="menu" aria-label={label}>
          {items.map(item => (
            <button
              key={item.name}
              type="button"
              role="menuitem"
              className={item.bad ? 'menu-item bad-text' : 'menu-item'}
              disabled={item.disabled}
              title={item.hint}
              onClick={event => {
                event.stopPropagation();
                setOpen(false);
                item.perform();
              }}
            >
              {item.icon && <Icon name={item.icon} size={14} />}
              {item.name}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
