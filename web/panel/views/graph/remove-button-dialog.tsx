import { Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { ButtonWay, GraphNode } from '../../api/graph.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { notifyFailed } from '../../parts/notify.ts';
import { useLanguage } from '../../words/language.ts';
import { useWords } from '../../words/words.ts';
import { nameOf } from '../editor/workbench/entry.ts';
import { textIn } from '../../words/text-in.ts';
import { graphWords } from './graph-words.ts';
import { removalSteps, screensWith } from './rules/change-ways.ts';
import type { WaysEditor } from './use-ways-editor.tsx';

interface RemoveButtonDialogProps {
  readonly from: GraphNode;
  readonly way: ButtonWay;
  readonly editor: WaysEditor;
  readonly onClose: () => void;
}

/** Asks before a way of the picture is taken away, which is a button of a keyboard. */
export function RemoveButtonDialog({ from, way, editor, onClose }: RemoveButtonDialogProps) {
  const words = useWords(graphWords);
  const { language } = useLanguage();
  const [isBusy, setBusy] = useState(false);
  const label = textIn(way.label, language);
  const others = screensWith(editor.entries, way.keyboard)
    .map(nameOf)
    .filter((name) => name !== from.name);

  async function remove(): Promise<void> {
    const steps = removalSteps(editor.entries, way);
    if (steps.length === 0) {
      notifyFailed(words.gone);
      onClose();
      return;
    }
    setBusy(true);
    const isDone = await editor.carryOut(steps, words.removed(label));
    setBusy(false);
    if (isDone) onClose();
  }

  return (
    <Confirm
      isOpen
      title={words.removeQuestion}
      action={words.remove}
      isDangerous
      isBusy={isBusy}
      onConfirm={() => void remove()}
      onClose={onClose}
    >
      <Stack gap="xs">
        <Text size="sm">{words.removeText(label, from.name)}</Text>
        {others.length > 0 && <Text size="sm">{words.removeShared(others.join(', '))}</Text>}
      </Stack>
    </Confirm>
  );
}
