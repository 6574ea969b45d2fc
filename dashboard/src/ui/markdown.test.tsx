import { render } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Markdown } from './Markdown';
import { parseMarkdown, safeLink } from './markdown';

const attacks = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '[click](javascript:alert(1))',
  '[click](JaVaScRiPt:alert(1))',
  '[click](data:text/html;base64,PHNjcmlwdD4=)',
  '![x](https://example.com/track.png)',
  '<svg/onload=alert(1)>',
  '```html\n<script>alert(1)</script>\n```',
  '| a |\n|---|\n| <iframe src="javascript:alert(1)"> |',
  '[a](https://example.com" onmouseover="alert(1))',
];

describe('Text of agents', () => {
  it.each(attacks)('never becomes anything that runs or loads: %s', text => {
    const { container } = render(<Markdown text={text} />);
    expect(container.querySelector('script, img, iframe, svg, object, embed, style, form')).toBeNull();
    for (const element of container.querySelectorAll('*')) {
      expect([...element.attributes].filter(attribute => attribute.name.startsWith('on'))).toEqual([]);
      if (element.tagName === 'A') expect(element.getAttribute('href')).toMatch(/^(https?|mailto):/);
    }
  });

  it('keeps what people write', () => {
    const { container } = render(<Markdown text={'# Title\n\nSome **strong** and `code`.\n\n- one\n- two\n\n> quoted\n\n1. first'} />);
    expect(container.querySelector('h3')?.textContent).toBe('Title');
    expect(container.querySelector('strong')?.textContent).toBe('strong');
    expect(container.querySelectorAll('ul li')).toHaveLength(2);
    expect(container.querySelectorAll('ol li')).toHaveLength(1);
    expect(container.querySelector('blockquote')?.textContent).toBe('quoted');
  });

  it('is read in time that grows with its length, however it is made', () => {
    for (const text of [
      '*'.repeat(50_000),
      '['.repeat(50_000),
      '`'.repeat(50_000),
      '|'.repeat(50_000),
      '> '.repeat(20_000),
      '- '.repeat(20_000),
    ]) {
      expect(parseMarkdown(text).length).toBeGreaterThanOrEqual(0);
    }
  }, 5_000);

  it('links only to pages', () => {
    expect(safeLink('https://example.com/a')).toBe('https://example.com/a');
    expect(['javascript:alert(1)', 'data:text/html,x', 'vbscript:x', 'file:///etc/passwd', '//evil', 'relative'].map(safeLink)).toEqual(
      Array(6).fill(undefined),
    );
  });
});
