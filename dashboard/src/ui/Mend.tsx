/** What to do about a fault. What stands between backticks is code. */
export function Mend({ text }: { text: string }) {
  return (
    <p className="mend">
      <b>To mend it</b> <WithCode text={text} />
    </p>
  );
}

export function WithCode({ text }: { text: string }) {
  return text.split(/`([^`]+)`/).map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part));
}
