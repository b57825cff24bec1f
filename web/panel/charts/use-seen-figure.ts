import { useIntersection } from '@mantine/hooks';
import { useQuery, type UseQueryOptions, type UseQueryResult } from '@tanstack/react-query';
import { createContext, use, type RefCallback } from 'react';

/** Whether all figures of a page are asked for, wherever they stand: it is about to be printed. */
export const AsksAll = createContext(false);

export interface SeenFigure<Data> {
  /** For what has to come into sight. */
  readonly ref: RefCallback<HTMLElement>;
  readonly isSeen: boolean;
  readonly query: UseQueryResult<Data>;
}

/**
 * Asks for a figure while it is in sight, so that what somebody looks at does not wait for what they do not. Who goes on
 * to it by the keyboard, or has it read out, brings it into sight.
 */
export function useSeenFigure<Data, Key extends readonly unknown[]>(
  options: UseQueryOptions<Data, Error, Data, Key>,
  isAskable = true,
): SeenFigure<Data> {
  const { ref, entry } = useIntersection<HTMLElement>();
  const asksAll = use(AsksAll);
  const isSeen = asksAll || (entry?.isIntersecting ?? false);
  return { ref, isSeen, query: useQuery({ ...options, enabled: isAskable && isSeen }) };
}
