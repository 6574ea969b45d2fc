import type { IconName } from '@/ui/icons';
import { useActions } from './actions';

/** Offers the tabs of a screen in the palette, as long as the screen is shown. */
export function useTabActions<T extends string>(
  group: string,
  tabs: readonly { id: T; name: string; icon: IconName }[],
  choose: (tab: T) => void,
): void {
  useActions(tabs.map(tab => ({ id: `tab ${tab.id}`, name: `Show ${tab.name}`, group, icon: tab.icon, perform: () => choose(tab.id) })));
}
