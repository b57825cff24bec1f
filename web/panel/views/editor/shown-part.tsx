import { Stack } from '@mantine/core';
import type { DraftEntry } from '../../api/configuration.ts';
import { MessageEditor } from '../../editor-parts/message-editor.tsx';
import { PhotoField } from '../../editor-parts/photo-field.tsx';
import { useEditor } from './editor-context.ts';
import classes from './editor.module.css';
import { KeyboardPart } from './keyboard-part.tsx';
import { Look } from './look.tsx';
import { actionName, stepsOf } from './rules/texts.ts';
import { textOf, textsOf } from './typed.ts';
import { useFieldProblems, useParts } from './use-parts.ts';

/** What an entry shows: its text, its picture, its buttons; and how all of it will look. */
export function ShownPart({ entry }: { readonly entry: DraftEntry }) {
  const { change, canWrite, entries } = useEditor();
  const parts = useParts();
  const { content } = entry;
  const problems = useFieldProblems(entry, 'message');
  const ofPhoto = useFieldProblems(entry, 'photo_url');
  const photo = textOf(content['photo_url']);
  const keyboard = entries.find(({ kind, id }) => kind === 'keyboard' && id === content['keyboard_id']);
  const isNotice = stepsOf(content['action']).some((step) => ['notice', 'alert'].includes(actionName(step)));
  return (
    <div className={classes['columns']}>
      <Stack>
        <PhotoField
          value={photo === '' ? null : photo}
          isReadOnly={!canWrite}
          problems={ofPhoto}
          onChange={(address) => change(entry, { photo_url: address })}
        />
        <MessageEditor
          value={textsOf(content['message'])}
          onChange={(message) => change(entry, { message: message ?? null })}
          kind={isNotice ? 'notice' : photo === '' ? 'message' : 'caption'}
          variables={parts.variables}
          problems={problems}
          isReadOnly={!canWrite}
        />
        <KeyboardPart entry={entry} keyboard={keyboard} />
      </Stack>
      <Look content={content} keyboard={keyboard?.content} />
    </div>
  );
}
