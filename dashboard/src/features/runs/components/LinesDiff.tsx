import { plural } from '@/ui/format';
import { compareLines, type Line } from '../presenter/lineDifference';
import { compareWords, type Part } from '../presenter/wordDifference';
import './diff.css';

/** Two texts side by side, line by line; on a phone what was stands above what is. */
export function LinesDiff({ left, right, label }: { left: string; right: string; label: string }) {
  return (
    <div className="lines-diff mono" role="group" aria-label={label}>
      {compareLines(left, right).map((block, index) =>
        block.kind === 'leftOut' ? (
          <p key={index} className="lines-out">
            {plural(block.count, 'line')} the same
          </p>
        ) : (
          <div key={index} className={`diff-row lines-block ${block.kind}`}>
            <Lines lines={block.left} others={block.kind === 'changed' ? block.right : undefined} own="del" />
            <Lines lines={block.right} others={block.kind === 'changed' ? block.left : undefined} own="ins" />
          </div>
        ),
      )}
    </div>
  );
}

function Lines({ lines, others, own }: { lines: Line[]; others?: Line[]; own: 'del' | 'ins' }) {
  return (
    <div className={others ? `lines ${own}` : `lines ${own} alike`}>
      {lines.map((line, index) => (
        <div key={line.number} className="line">
          <span className="line-number" aria-hidden="true">
            {line.number}
          </span>
          <span className="line-text">{others ? <Marked line={line} other={others[index]} own={own} /> : line.text}</span>
        </div>
      ))}
    </div>
  );
}

/** A line that has a partner shows which words are its own; one without is all its own. */
function Marked({ line, other, own: Tag }: { line: Line; other?: Line; own: 'del' | 'ins' }) {
  if (!other) return <Tag>{line.text || ' '}</Tag>;
  const parts: Part[] = Tag === 'del' ? compareWords(line.text, other.text).left : compareWords(other.text, line.text).right;
  return parts.map((part, index) => (part.own ? <Tag key={index}>{part.text}</Tag> : <span key={index}>{part.text}</span>));
}
