import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

type Values<Name extends string> = Readonly<Partial<Record<Name, string>>>;

/**
 * What a view shows, kept in the query of its address, so that a reload and a link show the same.
 *
 * @param names what of the query the view knows; anything else stays as it is.
 * @returns the values, and a way to change some: undefined takes one away. Changes replace the address unless
 *   `isStep` says that «back» should lead to what was there before.
 */
export function useAddress<Name extends string>(
  names: readonly Name[],
): readonly [Values<Name>, (change: Partial<Record<Name, string | undefined>>, isStep?: boolean) => void] {
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const navigate = useNavigate();
  const change = useCallback(
    (changed: Partial<Record<Name, string | undefined>>, isStep = false) =>
      void navigate({
        to: '.',
        search: (before: Readonly<Record<string, unknown>>) => ({ ...before, ...changed }),
        replace: !isStep,
      }),
    [navigate],
  );
  const values: Partial<Record<Name, string>> = {};
  for (const name of names) {
    const value = search[name];
    // The router reads `12` and `true` as what they look like.
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      values[name] = String(value);
  }
  return [values, change];
}
