import { Alert, Button, Fieldset, Stack } from '@mantine/core';
import { IconEye, IconFileUnknown, IconPointer } from '@tabler/icons-react';
import { useDidUpdate } from '@mantine/hooks';
import { useRef, useState } from 'react';
import { Empty } from '../../parts/states.tsx';
import { useWords } from '../../words/words.ts';
import { ButtonFields } from './button-fields.tsx';
import { CallbackFields } from './callback-fields.tsx';
import { DeleteEntry } from './delete-entry.tsx';
import { useEditor } from './editor-context.ts';
import classes from './editor.module.css';
import { editorWords } from './editor-words.ts';
import { EntryHeader, entryHeadingId } from './entry-header.tsx';
import { searchId } from './entry-list.tsx';
import { HandlerFields } from './handler-fields.tsx';
import { KeyboardFields } from './keyboard-fields.tsx';
import { ProblemList } from './problem-list.tsx';
import { UnfinishedContext, useUnfinishedSteps } from './unfinished.ts';
import { UnsavedAlert } from './unsaved-alert.tsx';
import { useWorkbench } from './use-workbench.ts';
import { isSameEntry, keyOf } from './workbench/entry.ts';
import { additionOf } from './workbench/make-steps.ts';
import { toolWords } from './tool-words.ts';

/** Where the keyboard stands when what was chosen is not there any more. */
export const paneId = 'editor-pane';

/** What was chosen in the list, edited in place. */
export function EntryPane() {
  const words = useWords(editorWords);
  const { entries, selected, open, problems, canWrite } = useEditor();
  const { edits } = useWorkbench();
  const [isDeleting, setDeleting] = useState(false);
  const entry = entries.find((each) => isSameEntry(each, selected));
  const key = selected === null ? undefined : keyOf(selected);
  const edit = key === undefined ? undefined : edits.get(key);
  const isRefused = edit?.refused !== undefined;
  // The list stays in sight while an entry is scrolled: another one begins at its top.
  const unfinished = useUnfinishedSteps(key, isRefused);
  const isHere = entry !== undefined;
  const opened = useRef(key);
  useDidUpdate(() => {
    // Newer browsers answer with a promise, which is no way to clean up.
    window.scrollTo({ top: 0 });
    const place = isHere ? entryHeadingId : key === undefined ? searchId : paneId;
    // What was left for it may be gone: a row of the list, a menu, a dialog. A field would raise a phone's keyboard.
    if (key === undefined && matchMedia('(pointer: coarse)').matches) rowOf(opened.current)?.focus();
    else document.querySelector<HTMLElement>(`#${place}`)?.focus({ preventScroll: true });
    opened.current = key;
  }, [key, isHere]);
  if (selected === null) return entries.length === 0 ? <EmptyBot /> : <Choose />;
  if (entry === undefined)
    return (
      <Stack>
        {edit === undefined ? (
          <Empty
            icon={<IconFileUnknown size={28} />}
            title={words.goneTitle}
            action={
              <Button variant="default" onClick={() => open(null)}>
                {words.back}
              </Button>
            }
          >
            {words.goneText}
          </Empty>
        ) : (
          <UnsavedAlert edit={edit} />
        )}
      </Stack>
    );

  const onDelete = () => setDeleting(true);
  const own = problems.filter((problem) => isSameEntry(entry, problem.entry));
  return (
    <UnfinishedContext value={unfinished}>
      <Stack gap="md" maw={1100} key={keyOf(entry)}>
        <EntryHeader entry={entry} onDelete={onDelete} />
        {!canWrite && (
          <Alert color="gray" icon={<IconEye aria-hidden />} p="xs">
            {words.readOnly}
          </Alert>
        )}
        {edit !== undefined && !isRefused && <UnsavedAlert edit={edit} />}
        <ProblemList problems={own} />
        {entry.kind === 'handler' && <HandlerFields entry={entry} />}
        {entry.kind === 'callback' && <CallbackFields entry={entry} />}
        {entry.kind === 'keyboard' && <KeyboardFields entry={entry} onDelete={onDelete} />}
        {entry.kind === 'button' && <ButtonFields entry={entry} onDelete={onDelete} />}
        {edit !== undefined && isRefused && (
          <div className={classes['notice']}>
            <UnsavedAlert edit={edit} />
          </div>
        )}
        <DeleteEntry entry={entry} isOpen={isDeleting} onClose={() => setDeleting(false)} />
      </Stack>
    </UnfinishedContext>
  );
}

/** The row of an entry, or the first where the list does not show it. */
function rowOf(key: string | undefined): HTMLElement | null {
  const own = key === undefined ? null : document.querySelector<HTMLElement>(`[data-entry="${CSS.escape(key)}"]`);
  return own ?? document.querySelector<HTMLElement>('[data-entry]');
}

function Choose() {
  const words = useWords(editorWords);
  const { problems } = useEditor();
  // What is about no entry has no other place to be said.
  const loose = problems.filter(({ entry }) => entry === null);
  return (
    <Stack maw={700} mx="auto">
      <Empty icon={<IconPointer size={28} />} title={words.choose}>
        {words.chooseText}
      </Empty>
      {loose.length > 0 && (
        <Fieldset legend={words.checkFound}>
          <ProblemList problems={loose} />
        </Fieldset>
      )}
    </Stack>
  );
}

function EmptyBot() {
  const words = useWords(editorWords);
  const { newEntryText } = useWords(toolWords);
  const { entries, carryOut, open, canWrite } = useEditor();
  const create = async () => {
    const content = { pattern: '/start', action: 'send', message: newEntryText };
    const added = await carryOut([additionOf(entries, { kind: 'handler' }, content)]);
    if (added !== null) open(added);
  };
  return (
    <Empty
      icon={<IconPointer size={28} />}
      title={words.emptyBot}
      action={canWrite && <Button onClick={() => void create()}>{words.createStart}</Button>}
    >
      {words.emptyBotText}
    </Empty>
  );
}
