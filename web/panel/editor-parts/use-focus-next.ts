import { useEffect, useRef, type RefObject } from 'react';

/**
 * Where the keyboard goes on when what it stood on is gone: a line that was removed, a panel that was closed.
 *
 * @returns what the place is looked for in, and a way to say by a selector where to go once it is drawn. Whoever has gone
 *   elsewhere meanwhile stays there.
 */
export function useFocusNext<Within extends HTMLElement>(): {
  readonly within: RefObject<Within | null>;
  readonly focusNext: (selector: string) => void;
} {
  const within = useRef<Within>(null);
  const wanted = useRef<{ readonly selector: string; readonly from: Element | null } | null>(null);
  useEffect(() => {
    if (wanted.current === null) return undefined;
    const { selector, from } = wanted.current;
    // A menu that closes looks at this very moment whether it shall give the focus back.
    const timer = setTimeout(() => {
      const place = within.current?.querySelector<HTMLElement>(selector);
      const isFree = from === document.activeElement || isBetween(document.activeElement, within.current);
      if (!place && isFree) return;
      wanted.current = null;
      if (isFree) place?.focus();
    });
    return () => clearTimeout(timer);
  });
  return {
    within,
    focusNext: (selector) => {
      wanted.current = { selector, from: document.activeElement };
    },
  };
}

/** On what keeps the focus for a while: the page around, a button that opened what is closed now. */
function isBetween(element: Element | null, within: Element | null): boolean {
  if (element === null || element.contains(within)) return true;
  return within?.contains(element) === true && !element.matches('input, textarea, [contenteditable="true"]');
}
