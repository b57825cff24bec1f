import { useAddress } from '../../parts/use-address.ts';
import { BroadcastPage } from './broadcast-page.tsx';
import { BroadcastList } from './broadcast-list.tsx';

/** Messages to many people: a list of them, or the one whose number is in the address. */
export function BroadcastsView() {
  const [{ id }, change] = useAddress(['id']);
  const open = (next: string | undefined) => change({ id: next }, true);
  return id === undefined ? <BroadcastList onOpen={open} /> : <BroadcastPage key={id} id={id} onOpen={open} />;
}
