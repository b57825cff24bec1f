import { QueryClient } from '@tanstack/react-query';
import { Problem } from './problem.ts';

/** What was asked lately is shown at once and asked again behind it; what was refused is not asked again. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // Where the browser believes itself offline, a server on this very machine still answers.
      networkMode: 'always',
      retry: (failures, error) => !(error instanceof Problem) && failures < 2,
    },
    mutations: { networkMode: 'always' },
  },
});
