import { useEffect, useRef, type RefObject } from 'react';

export interface Focus {
  readonly map: RefObject<HTMLDivElement | null>;
  readonly card: RefObject<HTMLElement | null>;
}

/**
 * Where the keyboard goes when something else is looked at: what was chosen in the picture leaves it there; from a
 * search, a table or the card itself it goes to the card, as what was pressed may be gone.
 *
 * @param node the key of what is looked at. @param only of what everything that is shown is reached from.
 */
export function useFocus(node: string | undefined, only: string | undefined): Focus {
  const map = useRef<HTMLDivElement>(null);
  const card = useRef<HTMLElement>(null);
  const shown = `${only} ${node}`;
  const before = useRef(shown);
  useEffect(() => {
    // A page that has just been opened begins at its beginning.
    if (before.current === shown) return;
    before.current = shown;
    if (!map.current?.contains(document.activeElement)) (card.current ?? map.current)?.focus();
  }, [shown]);
  return { map, card };
}
