import { useMutation, useQueryClient } from '@tanstack/react-query';
import { notifyDone } from './notify.ts';

/**
 * A change on the server, after which a list is read anew.
 *
 * @param path of the list (`/admins`).
 * @param done what is said when it is made, if anything.
 */
export function useChange<Given, Made>(path: string, change: (given: Given) => Promise<Made>, done?: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => {
      if (done !== undefined) notifyDone(done);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['list', path] }),
  });
}
