import { Fragment, useMemo, type ReactNode } from 'react';
import { parseMarkdown, type Block, type Inline } from './markdown';
import './markdown.css';

/** Text of agents as Markdown. It is made of elements, never of HTML; links open beside the dashboard and tell nothing about it. */
export function Markdown({ text }: { text: string }) {
  const blocks = useMemo(() => parseMarkdown(text), [text]);
  return (
    <div className="markdown">
      {blocks.map((block, index) => (
        <Fragment key={index}>{show(block)}</Fragment>
      ))}
    </div>
  );
}

function show(block: Block): ReactNode {
  switch (block.kind) {
    case 'heading':
      return block.level <= 2 ? <h3>{inline(block.inner)}</h3> : <h4>{inline(block.inner)}</h4>;
    case 'code':
      return (
        <pre tabIndex={0}>
          <code>{block.text}</code>
        </pre>
      );
    case 'list':
      return block.ordered ? <ol>{items(block.items)}</ol> : <ul>{items(block.items)}</ul>;
    case 'quote':
      return <blockquote>{inline(block.inner)}</blockquote>;
    case 'table':
      return (
        <div className="markdown-table">
          <table>
            <thead>
              <tr>
                {block.head.map((cell, index) => (
                  <th key={index}>{inline(cell)}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {block.rows.map((row, index) => (
                <tr key={index}>
                  {row.map((cell, column) => (
                    <td key={column}>{inline(cell)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      );
    case 'rule':
      return <hr />;
    default:
      return <p>{inline(block.inner)}</p>;
  }
}

function items(all: Inline[][]): ReactNode {
  return all.map((item, index) => <li key={index}>{inline(item)}</li>);
}

function inline(parts: Inline[]): ReactNode {
  return parts.map((part, index) => <Fragment key={index}>{one(part)}</Fragment>);
}

function one(part: Inline): ReactNode {
  switch (part.kind) {
    case 'code':
      return <code>{part.text}</code>;
    case 'strong':
      return <strong>{inline(part.inner)}</strong>;
    case 'em':
      return <em>{inline(part.inner)}</em>;
    case 'link':
      return (
        <a href={part.href} target="_blank" rel="noopener noreferrer nofollow">
          {inline(part.inner)}
        </a>
      );
    default:
      return part.text;
  }
}
