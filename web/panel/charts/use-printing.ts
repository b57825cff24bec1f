import { useHotkeys, useWindowEvent } from '@mantine/hooks';
import { useIsFetching } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

/** Milliseconds in which a question that was just made possible is asked, and what was answered last is drawn. */
const settling = 200;

/**
 * Prints all figures of a page, not only those that were looked at: the keys that print wait until they are there.
 *
 * @returns whether all of them are to be asked for.
 */
export function usePrinting(): boolean {
  const [isAwaited, setAwaited] = useState(false);
  const [isPrinted, setPrinted] = useState(false);
  const underWay = useIsFetching({ queryKey: ['statistics'] });
  // The same key in every layout, and wherever somebody is.
  useHotkeys([['mod+P', () => setAwaited(true), { usePhysicalKeys: true }]], [], true);
  // From its menu the browser waits for nobody: what comes too late is there the next time.
  useWindowEvent('beforeprint', () => setPrinted(true));
  useWindowEvent('afterprint', () => setPrinted(false));
  useEffect(() => {
    if (!isAwaited || underWay > 0) return undefined;
    const timer = setTimeout(() => {
      window.print();
      setAwaited(false);
    }, settling);
    return () => clearTimeout(timer);
  }, [isAwaited, underWay]);
  return isAwaited || isPrinted;
}
