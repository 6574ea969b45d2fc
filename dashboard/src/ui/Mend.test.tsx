import { render } from '@testing-library/react';
import { expect, it } from 'vitest';
import { Mend } from './Mend';

it('What stands between backticks is code, and a single one stays as it is', () => {
  const { container } = render(<Mend text="Is `ax serve` running? See `docs." />);
  expect([...container.querySelectorAll('code')].map(code => code.textContent)).toEqual(['ax serve']);
  expect(container.textContent).toBe('To mend it Is ax serve running? See `docs.');
});
