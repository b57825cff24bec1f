import { createContext, use, useEffect, useRef, useState } from 'react';
import type { FieldProblem } from '../../editor-parts/problems.ts';

/** Whether the steps of the open entry are still being filled in: what they lack then is no mistake yet. */
interface Unfinished {
  readonly isLeft: boolean;
  readonly onFocus: () => void;
  readonly onBlur: () => void;
}

export const UnfinishedContext = createContext<Unfinished>({
  isLeft: true,
  onFocus: () => undefined,
  onBlur: () => undefined,
});

/** @param key of the open entry. @param isRefused whether what it lacks keeps it from being saved */
export function useUnfinishedSteps(key: string | undefined, isRefused: boolean): Unfinished {
  // Opened with what it lacks: somebody has left it before.
  const [left, setLeft] = useState(isRefused ? key : undefined);
  const [opened, setOpened] = useState(key);
  if (opened !== key) {
    setOpened(key);
    setLeft(isRefused ? key : undefined);
  }
  const leaving = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(leaving.current), []);
  return {
    isLeft: left !== undefined && left === key,
    onFocus: () => {
      clearTimeout(leaving.current);
      if (!isRefused) setLeft(undefined);
    },
    // From one field to the next, or to a list that hangs from it, it is left for a moment.
    onBlur: () => {
      clearTimeout(leaving.current);
      leaving.current = setTimeout(() => setLeft(key), 50);
    },
  };
}

/** The code of a step that lacks what it needs, or has what it cannot use. */
const unfinishedCode = 'action_argument';

export function isUnfinished({ code }: Pick<FieldProblem, 'code'>): boolean {
  return code === unfinishedCode;
}

/** What the fields of the steps say: nothing of what is lacking, while they are filled in. */
export function useToldProblems(problems: readonly FieldProblem[]): readonly FieldProblem[] {
  const { isLeft } = use(UnfinishedContext);
  return isLeft ? problems : problems.filter((problem) => !isUnfinished(problem));
}
