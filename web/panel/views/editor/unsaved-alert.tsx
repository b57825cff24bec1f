import { Alert, Button, Group, List, Text } from '@mantine/core';
import { IconAlertCircle, IconPencil, IconTrash } from '@tabler/icons-react';
import { use } from 'react';
import { faultsOf } from '../../api/configuration.ts';
import { useErrorText } from '../../parts/states.tsx';
import { useLanguage } from '../../words/language.ts';
import { useWords } from '../../words/words.ts';
import { ClashAlert } from './clash-alert.tsx';
import { useEditor } from './editor-context.ts';
import { entryWords } from './entry-words.ts';
import { isUnfinished, UnfinishedContext } from './unfinished.ts';
import { workbench } from './use-workbench.ts';
import { withFields } from './workbench/entry.ts';
import { additionOf } from './workbench/make-steps.ts';
import type { Edit } from './workbench/workbench.ts';

/** Why changes of an entry are not saved, and what can be done about it. */
export function UnsavedAlert({ edit }: { readonly edit: Edit }) {
  switch (edit.state.is) {
    case 'clash':
      return <ClashAlert edit={edit} theirs={edit.state.theirs.content} by={edit.state.by} />;
    case 'gone':
      return <DeletedAlert edit={edit} />;
    default:
      return edit.refused === undefined ? null : <RefusedAlert edit={edit} error={edit.refused} />;
  }
}

function RefusedAlert({ edit, error }: { readonly edit: Edit; readonly error: Parameters<typeof faultsOf>[0] }) {
  const words = useWords(entryWords);
  const { language } = useLanguage();
  const said = useErrorText(error);
  const faults = faultsOf(error).filter(({ severity }) => severity === 'error');
  // A step that was just added lacks what it needs: that is no mistake yet, and its fields say what is asked for.
  const { isLeft } = use(UnfinishedContext);
  const isBegun = !isLeft && faults.length > 0 && faults.every(isUnfinished);
  return (
    <Alert
      color={isBegun ? 'blue' : 'red'}
      icon={isBegun ? <IconPencil /> : <IconAlertCircle />}
      title={isBegun ? words.unfinished : words.refused}
      role={isBegun ? 'status' : 'alert'}
    >
      {faults.length === 0 ? (
        <Text size="sm">{said}</Text>
      ) : (
        <List size="sm">
          {faults.map(({ message, proposal }, index) => (
            <List.Item key={index}>
              {message[language]}
              {proposal !== null && !isBegun && `. ${proposal[language]}`}
            </List.Item>
          ))}
        </List>
      )}
      <Group mt="sm">
        <Button size="xs" variant="default" onClick={() => workbench.discard(edit.ref)}>
          {words.discard}
        </Button>
      </Group>
    </Alert>
  );
}

function DeletedAlert({ edit }: { readonly edit: Edit }) {
  const words = useWords(entryWords);
  const { entries, carryOut, open } = useEditor();
  const restore = async () => {
    const { ref, base, fields } = edit;
    workbench.discard(ref);
    const content = withFields(base.content, fields);
    const added = await carryOut([additionOf(entries, ref, content)]);
    if (added !== null) open(added);
  };
  return (
    <Alert color="blue" icon={<IconTrash />} title={words.deletedTitle} role="alert">
      <Text size="sm">{words.deletedText}</Text>
      <Group mt="sm">
        <Button size="xs" onClick={() => void restore()}>
          {words.restore}
        </Button>
        <Button size="xs" variant="default" onClick={() => workbench.discard(edit.ref)}>
          {words.forget}
        </Button>
      </Group>
    </Alert>
  );
}
