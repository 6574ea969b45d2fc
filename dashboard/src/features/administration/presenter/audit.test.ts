import { describe, expect, it } from 'vitest';
import { deedOf } from './audit';

const names = new Map([['usr_1', 'Ann']]);
const entry = (action: string, subject = '', outcome = '200') => ({ number: 1, at: '', actor: 'usr_1', action, subject, outcome });

describe('An entry of the audit', () => {
  it('says what was done and to which run', () =>
    expect(deedOf(entry('POST /api/v1/runs/{id}/forks', 'news-1 news-1-shorter'), names)).toEqual({
      text: 'Forked a run',
      subject: 'news-1 news-1-shorter',
      run: 'news-1',
      refusal: undefined,
    }));

  it('says what was decided, and takes it out of what it was decided about', () => {
    expect(deedOf(entry('POST /api/v1/approvals/{run}/decision', 'reject release-1 ask'), names)).toMatchObject({
      text: 'Rejected',
      subject: 'release-1 ask',
      run: 'release-1',
    });
    expect(deedOf(entry('POST /api/v1/runs/bulk', 'cancel a'), names)).toMatchObject({ text: 'Cancelled a run, with others', run: 'a' });
    expect(deedOf(entry('POST /api/v1/approvals/{run}/decision', 'release-1'), names)).toMatchObject({ text: 'Decided an approval' });
  });

  it('names people, not ids', () =>
    expect(deedOf(entry('POST /api/v1/users', 'usr_1 operator'), names)).toMatchObject({
      text: 'Invited somebody',
      subject: 'Ann operator',
    }));

  it('says when it came to nothing, and keeps the words of a route that it does not know', () => {
    expect(deedOf(entry('POST /api/v1/runs', '', '403'), names).refusal).toBe('refused');
    expect(deedOf(entry('POST /api/v1/runs', '', '409'), names).refusal).toBe('in vain (409)');
    expect(deedOf(entry('POST /api/v1/moon'), names).text).toBe('POST /api/v1/moon');
  });
});
