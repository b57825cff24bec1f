import { useMediaQuery } from '@mantine/hooks';
import { useAddress } from '../../parts/use-address.ts';

type Name = 'version' | 'node' | 'only' | 'view' | 'ways' | 'figures';

export interface GraphAddress {
  /** Null is the draft. */
  readonly version: number | null;
  /** The key of the box that is looked at. */
  readonly node: string | undefined;
  /** The key of the box from which everything that is shown can be reached. */
  readonly only: string | undefined;
  readonly view: 'map' | 'list';
  readonly hasAllWays: boolean;
  readonly hasFigures: boolean;
  readonly change: (change: Partial<Record<Name, string | undefined>>) => void;
}

/** What of the picture is shown, from the address; on a phone it begins with the list. */
export function useGraphAddress(): GraphAddress {
  const [address, change] = useAddress<Name>(['version', 'node', 'only', 'view', 'ways', 'figures']);
  const isPhone = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const { version, node, only, view = isPhone ? 'list' : 'map', ways, figures } = address;
  return {
    version: version !== undefined && /^[1-9]\d{0,14}$/.test(version) ? Number(version) : null,
    node,
    only,
    view: view === 'list' ? 'list' : 'map',
    hasAllWays: ways === 'all',
    hasFigures: figures === 'on',
    change,
  };
}
