/**
 * Which of the updates that Telegram has shown are under way, done or confirmed.
 *
 * Telegram gives the earliest hundred unconfirmed ones each time, and forgets all up to the one before the `offset`
 * it is asked with. So only the done beginning of what it showed last may be confirmed. After a quiet week ids start
 * again anywhere, perhaps lower: an id is compared only with those of the same answer, and an offset is sent only
 * to confirm what Telegram has just shown, never kept for later.
 */
export interface PollingWindow {
  /** @returns those to begin with now: not under way, not done. */
  show(ids: readonly number[]): number[];
  done(id: number): void;
  /** It was not taken: to be begun again when it is shown again. */
  drop(id: number): void;
  /** The offset that confirms the done beginning, where there is one. */
  offset(): number | undefined;
  /** Telegram has got this offset. */
  confirmed(offset: number): void;
  /** Whether something shown is not done. */
  isWaiting(): boolean;
}

export function createPollingWindow(): PollingWindow {
  const states = new Map<number, 'under way' | 'done'>();
  /** What Telegram showed last, in its order, less what was confirmed since. */
  let shown: readonly number[] = [];

  const isDone = (id: number): boolean => states.get(id) === 'done';
  const beginning = (): number => {
    const end = shown.findIndex((id) => !isDone(id));
    return end === -1 ? shown.length : end;
  };

  return {
    show(ids) {
      shown = ids;
      const current = new Set(ids);
      // What is not shown any more is confirmed, or was confirmed by somebody else.
      for (const id of states.keys()) if (!current.has(id) && isDone(id)) states.delete(id);
      const fresh = [...current].filter((id) => !states.has(id));
      for (const id of fresh) states.set(id, 'under way');
      return fresh;
    },
    done: (id) => void states.set(id, 'done'),
    drop: (id) => void states.delete(id),
    offset() {
      const last = shown[beginning() - 1];
      return last === undefined ? undefined : last + 1;
    },
    confirmed(offset) {
      const end = shown.indexOf(offset - 1);
      for (const id of shown.slice(0, end + 1)) states.delete(id);
      shown = shown.slice(end + 1);
    },
    isWaiting: () => beginning() < shown.length,
  };
}
