import { useMutation } from '@tanstack/react-query';
import { Problem } from '../../api/problem.ts';
import { rereadConfiguration } from '../../api/versions.ts';
import { commonWords } from '../../parts/common-words.ts';
import { notifyFailed } from '../../parts/notify.ts';
import { errorText } from '../../parts/states.tsx';
import { useWords } from '../../words/words.ts';
import { versionsWords } from './versions-words.ts';

/** Does something with the draft as a whole, over the revision that is looked at; where it fails, it says why. */
export function useDraftDeed<Result>(deed: () => Promise<Result>, onDone: (result: Result) => void) {
  const words = useWords(versionsWords);
  const common = useWords(commonWords);
  return useMutation({
    mutationFn: deed,
    onSuccess: onDone,
    onError: async (error) => {
      const isChanged = error instanceof Problem && error.status === 412;
      notifyFailed(isChanged ? words.changedMeanwhile : errorText(error, common));
      await rereadConfiguration();
    },
  });
}
