import { describe, expect, it } from 'vitest';
import { findActions, type Action } from './actions';
import { places } from './places';

const action = (name: string, words?: string): Action => ({
  id: name,
  name,
  group: 'Go to',
  icon: 'runs',
  words,
  perform: () => undefined,
});

describe('The palette', () => {
  const all = [action('Approvals'), action('Runs'), action('Start a run', 'begin launch'), action('Dead letters')];

  it('finds by the beginning of the name first', () =>
    expect(findActions(all, 'run').map(one => one.name)).toEqual(['Runs', 'Start a run']));

  it('finds by other words and by letters in order', () => {
    expect(findActions(all, 'launch')[0]?.name).toBe('Start a run');
    expect(findActions(all, 'dltrs')[0]?.name).toBe('Dead letters');
  });

  it('shows everything when nothing is typed', () => expect(findActions(all, ' ')).toEqual(all));

  it('has no two places with the same keys', () => expect(new Set(places.map(place => place.keys)).size).toBe(places.length));
});
