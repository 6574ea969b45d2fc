import { describe, expect, it } from 'vitest';
import type { Approval } from '@/api/types';
import { changesOf, editableOf, formOf, sortApprovals, standingOf, summaryOf, titleOf } from './approval';

const approval = (more: Partial<Approval> = {}): Approval => ({
  run: 'r',
  step: 's',
  workflow: 'w',
  requestedAt: '2026-01-02',
  parameters: { replicas: 3, image: 'shop:7' },
  ...more,
});

describe('An approval', () => {
  it('is named by its question when its title only repeats the step', () => {
    expect(titleOf(approval({ title: 's', question: 'Deploy the shop?' }))).toBe('Deploy the shop?');
    expect(titleOf(approval({ title: 'Deployment', question: 'Deploy the shop?' }))).toBe('Deployment');
    expect(titleOf(approval({ title: 's', question: 'Many\nlines' }))).toBe('s');
  });

  it('sends only what the person changed', () => {
    expect(changesOf(approval(), { replicas: 3, image: 'shop:7' })).toBeUndefined();
    expect(changesOf(approval(), { replicas: 2, image: 'shop:7' })).toEqual({ replicas: 2 });
  });

  it('has a field also for parameters that its schema does not name', () => {
    const form = formOf(approval({ schema: { type: 'object', properties: { replicas: { type: 'integer', maximum: 5 } } } }));
    expect(Object.keys(form!.properties as object)).toEqual(['replicas', 'image']);
  });

  it('lets nothing be changed that is not named', () => {
    expect(editableOf(approval({ editable: ['replicas'] }))).toEqual(['replicas']);
    expect(editableOf(approval())).toEqual([]);
  });

  it('is answered by who is asked, by an admin in their place, and by nobody else', () => {
    const asked = approval({ assignees: ['ops'] });
    expect(standingOf({ ...asked, isAsked: true, mayAnswer: true }, true)).toEqual({ mayAnswer: true });
    expect(standingOf({ ...asked, isAsked: false, mayAnswer: false }, true)).toEqual({
      mayAnswer: false,
      note: 'This is for ops to answer.',
    });
    expect(standingOf({ ...asked, isAsked: false, mayAnswer: true }, true).note).toContain('in their place');
    expect(standingOf({ ...asked, isAsked: true, mayAnswer: true }, false).mayAnswer).toBe(false);
  });

  it('of a session is named by it, tells the saved session in words, and asks for guidance', () => {
    const parameters = { summary: 'Asked: Where?', session: { id: 'support-17' }, guidance: '' };
    const handedOver = approval({ session: 'abc', title: 'person', parameters, editable: ['guidance'] });
    expect(titleOf(handedOver)).toBe('support-17 needs a person');
    expect(summaryOf(handedOver)).toBe('Asked: Where?');
    expect(Object.keys(formOf(handedOver)!.properties as object)).toEqual(['guidance']);
    expect(summaryOf(approval({ parameters }))).toBeUndefined();
    expect(Object.keys(formOf(approval({ parameters }))!.properties as object)).toHaveLength(3);
  });

  it('comes before those that have more time', () => {
    const late = approval({ run: 'late' });
    const soon = approval({ run: 'soon', expiresAt: '2026-01-03', requestedAt: '2026-01-03' });
    expect(sortApprovals([late, soon]).map(one => one.run)).toEqual(['soon', 'late']);
  });
});
