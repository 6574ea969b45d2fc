import { Icon } from './Icon';
import { lookOf } from './status';
import './status.css';

/** A state in words, colour and shape. */
export function Status({ of, label, plain }: { of: string; label?: string; plain?: boolean }) {
  const look = lookOf(of);
  return (
    <span className={`status ${look.tone}${plain ? ' plain' : ''}`} data-status={of}>
      <Icon name={look.icon} size={12} className={look.moves ? 'turns' : undefined} />
      {label ?? look.label}
    </span>
  );
}

/** Only the shape and colour of a state, with its words for whoever cannot see them. */
export function StatusMark({ of }: { of: string }) {
  const look = lookOf(of);
  return (
    <span className={`status-mark ${look.tone}`} title={look.label} data-status={of}>
      <Icon name={look.icon} size={12} className={look.moves ? 'turns' : undefined} />
      <span className="only-read">{look.label}</span>
    </span>
  );
}
