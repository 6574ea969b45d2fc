import { useEffect, useState } from 'react';
import { Button } from './Button';

/** Puts a text on the clipboard, and says so. */
export function Copy({ text, what }: { text: string | (() => string); what: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), 1400);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async (event: React.MouseEvent) => {
    event.preventDefault();
    event.stopPropagation();
    await navigator.clipboard?.writeText(typeof text === 'string' ? text : text());
    setCopied(true);
  };
  return (
    <Button
      look="bare"
      small
      className="copy"
      icon={copied ? 'check' : 'copy'}
      aria-label={copied ? 'Copied' : `Copy ${what}`}
      title={copied ? 'Copied' : `Copy ${what}`}
      onClick={event => void copy(event)}
    />
  );
}
