import { useState } from 'react';
import { store, stored } from '@/app/stored';
import type { RunsView } from '../presenter/runFilter';

export interface SavedView {
  name: string;
  view: RunsView;
}

/** Views of the list that this browser keeps. */
export function useViews() {
  const [views, setViews] = useState(() => stored<SavedView[]>('views', []));
  const change = (to: SavedView[]) => {
    setViews(to);
    store('views', to);
  };
  return {
    views,
    save: (name: string, view: RunsView) => change([...views.filter(saved => saved.name !== name), { name, view }]),
    remove: (name: string) => change(views.filter(saved => saved.name !== name)),
  };
}
