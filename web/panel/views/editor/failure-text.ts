import { useCallback } from 'react';
import { changesOf, faultsOf } from '../../api/configuration.ts';
import { Problem } from '../../api/problem.ts';
import { commonWords } from '../../parts/common-words.ts';
import { errorText } from '../../parts/states.tsx';
import { useLanguage } from '../../words/language.ts';
import { useWords } from '../../words/words.ts';
import { toolWords } from './tool-words.ts';
import { NotAsBefore } from './workbench/run-together.ts';

/** Why something could not be done to entries, in words: who was faster, or what the check says. */
export function useFailureText(): (error: unknown) => string {
  const words = useWords(toolWords);
  const common = useWords(commonWords);
  const { language } = useLanguage();
  return useCallback(
    (error) => {
      if (error instanceof NotAsBefore) return words.notAsBefore(error.about);
      if (!(error instanceof Problem)) return errorText(error, common);
      const latest = changesOf(error).at(-1);
      if (error.status === 412 && latest !== undefined) return words.changedBy(latest.name, latest.author);
      const faults = faultsOf(error).filter(({ severity }) => severity === 'error');
      return faults.length === 0 ? errorText(error, common) : faults.map(({ message }) => message[language]).join('. ');
    },
    [words, common, language],
  );
}
