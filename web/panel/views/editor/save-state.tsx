import { Group, Text } from '@mantine/core';
import { IconAlertCircle, IconCheck, IconCloudOff, IconCloudUp } from '@tabler/icons-react';
import { useWords } from '../../words/words.ts';
import classes from './editor.module.css';
import { editorWords } from './editor-words.ts';
import { useWorkbench } from './use-workbench.ts';
import type { Edit } from './workbench/workbench.ts';

type Standing = 'saved' | 'saving' | 'unsaved' | 'unreachable' | 'notSaved';

const signs = {
  saved: IconCheck,
  saving: IconCloudUp,
  unsaved: IconCloudUp,
  unreachable: IconCloudOff,
  notSaved: IconAlertCircle,
} as const;

/** Whether what was typed is on the server; told to screen readers when it changes. */
export function SaveState() {
  const words = useWords(editorWords);
  const { edits, isBusy } = useWorkbench();
  const standing = isBusy ? 'saving' : standingOf([...edits.values()]);
  const Sign = signs[standing];
  const isBad = standing === 'unreachable' || standing === 'notSaved';
  return (
    <Group gap={4} wrap="nowrap" className={isBad ? (classes['error'] ?? '') : ''}>
      <Sign size={16} aria-hidden />
      <Text size="sm" c={isBad ? 'inherit' : 'dimmed'} role="status">
        {words[standing]}
      </Text>
    </Group>
  );
}

function standingOf(edits: readonly Edit[]): Standing {
  const states = new Set(edits.map(({ state }) => state.is));
  if (states.has('clash') || states.has('refused') || states.has('gone')) return 'notSaved';
  if (states.has('unreachable')) return 'unreachable';
  if (states.has('saving')) return 'saving';
  return states.has('waiting') ? 'unsaved' : 'saved';
}
