import { useStore, useStoreApi } from '@xyflow/react';
import { useEffect, useState } from 'react';

/** Below it boxes are a painting: all that could be read of them are names. */
export const farZoom = 0.45;

/** Milliseconds without a move after which boxes come back as what they are: a hundred of them would hold up a zoom. */
const rest = 120;

export function useFar(): boolean {
  const store = useStoreApi();
  const isOut = useStore(({ transform }) => transform[2] < farZoom);
  const [isFar, setFar] = useState(isOut);
  if (isOut && !isFar) setFar(true);
  useEffect(() => {
    if (isOut || !isFar) return undefined;
    const settle = () => setFar(false);
    let timer = setTimeout(settle, rest);
    const unsubscribe = store.subscribe(({ transform }, before) => {
      if (transform === before.transform) return;
      clearTimeout(timer);
      timer = setTimeout(settle, rest);
    });
    return () => {
      clearTimeout(timer);
      unsubscribe();
    };
  }, [isOut, isFar, store]);
  return isFar;
}
