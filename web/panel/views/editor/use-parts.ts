import { useCallback, useMemo } from 'react';
import { faultsOf, type Content } from '../../api/configuration.ts';
import type { Button, NewScreen } from '../../editor-parts/configuration.ts';
import { problemsOf, type FieldProblem } from '../../editor-parts/problems.ts';
import { useEditor } from './editor-context.ts';
import { buttonsOf, entrancesOf, screensOf } from './typed.ts';
import { useWorkbench } from './use-workbench.ts';
import { keyOf, type EntryRef } from './workbench/entry.ts';
import { additionOf } from './workbench/make-steps.ts';

/** What the parts that edit a field need of the rest of the draft. */
export function useParts() {
  const { entries, registry, vocabulary, canWrite, change, carryOut } = useEditor();
  const callbacks = useMemo(() => screensOf(entries), [entries]);
  const handlers = useMemo(() => entrancesOf(entries), [entries]);
  const buttons = useMemo(() => buttonsOf(entries), [entries]);
  const keyboards = useMemo(() => entries.flatMap(({ kind, id }) => (kind === 'keyboard' ? [id] : [])), [entries]);
  const onNewScreen = useCallback(
    (screen: NewScreen) => void carryOut([additionOf(entries, { kind: 'callback' }, { ...screen })]),
    [carryOut, entries],
  );
  const onSharedChange = useCallback(
    (id: string, button: Button) => {
      const now = entries.find((entry) => entry.kind === 'button' && entry.id === id)?.content ?? {};
      change({ kind: 'button', id }, changedFields(now, { ...button }));
    },
    [change, entries],
  );
  return {
    callbacks,
    handlers,
    buttons,
    keyboards,
    registry,
    variables: vocabulary,
    isReadOnly: !canWrite,
    ...(canWrite && { onNewScreen, onSharedChange }),
  };
}

/** All fields of what is now, and of what was those that are gone as null. */
export function changedFields(before: Content, after: Content): Content {
  return { ...Object.fromEntries(Object.keys(before).map((field) => [field, null])), ...after };
}

/** What the check says of a field, and what the API refused of it. */
export function useFieldProblems(ref: EntryRef, field: string): readonly FieldProblem[] {
  const { problems } = useEditor();
  const { edits } = useWorkbench();
  const refusal = edits.get(keyOf(ref))?.refused;
  return useMemo(() => {
    // A refusal names places within the entry alone.
    const refused = refusal === undefined ? [] : faultsOf(refusal);
    const own = refused.flatMap((fault) => [{ ...fault, entry: ref, pointer: `/entry/0${fault.pointer}` }]);
    return problemsOf([...own, ...problems], ref, field);
  }, [problems, refusal, ref, field]);
}

/** The same problems where the field is a part of something larger. */
export function placedIn(problems: readonly FieldProblem[], ...before: readonly string[]): readonly FieldProblem[] {
  return problems.flatMap((problem) => [{ ...problem, place: [...before, ...problem.place] }]);
}
