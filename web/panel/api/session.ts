import { queryOptions, useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { meSchema, signedInSchema } from '../../../src/accounts/schema.ts';
import { get, keepCsrfToken, send } from './client.ts';
import { Problem } from './problem.ts';
import { queryClient } from './query-client.ts';

export type Me = z.infer<typeof meSchema>;
export type Scope = Me['scopes'][number];

/** Who is signed in; null is nobody. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  staleTime: 60_000,
  queryFn: async (): Promise<Me | null> => {
    try {
      const me = await get<Me>('/auth/me');
      keepCsrfToken(me.csrf_token);
      return me;
    } catch (error) {
      if (error instanceof Problem && error.status === 401) return null;
      throw error;
    }
  },
});

/** @throws Problem 401 for a wrong password, 429 for too many */
export async function signIn(login: string, password: string): Promise<void> {
  const signed = await send<z.infer<typeof signedInSchema>>('POST', '/auth/login', { body: { login, password } });
  keepCsrfToken(signed.csrf_token);
  await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 });
}

export async function signOut(): Promise<void> {
  await send('POST', '/auth/logout');
  forgetSession();
}

/** Nobody is signed in any more, so nothing of theirs is kept. */
export function forgetSession(): void {
  keepCsrfToken(null);
  // What shows the sign-in looks at this very query: taken out of the cache with the others, it would never be told.
  queryClient.setQueryData(sessionQuery.queryKey, null);
  queryClient.removeQueries({ predicate: ({ queryKey: [what] }) => what !== sessionQuery.queryKey[0] });
  queryClient.getMutationCache().clear();
}

/** Whether who is signed in may do this. A view hides what is false; the API refuses it in any case. */
export function useMay(scope: Scope): boolean {
  const { data } = useQuery(sessionQuery);
  return data?.scopes.includes(scope) ?? false;
}
