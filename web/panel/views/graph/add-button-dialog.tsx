import { Alert, Button, Group, Modal, Radio, Select, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { GraphNode } from '../../api/graph.ts';
import type { DraftEntry } from '../../api/configuration.ts';
import { commonWords } from '../../parts/common-words.ts';
import { useWords } from '../../words/words.ts';
import { refOf } from '../editor/workbench/entry.ts';
import { graphWords } from './graph-words.ts';
import { additionSteps, keyboardOf, screensWith } from './rules/change-ways.ts';
import type { WaysEditor } from './use-ways-editor.tsx';
import { nameOf } from '../editor/workbench/entry.ts';

interface AddButtonDialogProps {
  readonly from: GraphNode;
  /** Where the arrow ended; null where that is still to be chosen. */
  readonly to: GraphNode | null;
  readonly screens: readonly GraphNode[];
  readonly editor: WaysEditor;
  readonly onClose: () => void;
}

/** Makes a button of an arrow: how it is called, and where it stands. */
export function AddButtonDialog({ from, to: drawn, screens, editor, onClose }: AddButtonDialogProps) {
  const words = useWords(graphWords);
  const common = useWords(commonWords);
  const [label, setLabel] = useState('');
  const [target, setTarget] = useState<string | null>(drawn?.name ?? null);
  const [isOwnRow, setOwnRow] = useState(true);
  const [isCopied, setCopied] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const on = refOf(from.key);
  const entry = editor.entries.find(({ kind, id }) => kind === on?.kind && id === on.id);
  const sharers = entry === undefined ? [] : othersWith(editor.entries, entry);

  async function add(): Promise<void> {
    if (on === null || target === null) return;
    setBusy(true);
    const wish = { on, label: label.trim(), data: target, isOwnRow, isCopied };
    const isDone = await editor.carryOut(additionSteps(editor.entries, wish), words.added(wish.label));
    setBusy(false);
    if (isDone) onClose();
  }

  return (
    <Modal opened onClose={onClose} title={words.newButton} centered closeButtonProps={{ 'aria-label': common.close }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <Stack>
          {drawn ? (
            <Text size="sm">{words.newButtonFrom(from.name, drawn.name)}</Text>
          ) : (
            <Select
              label={words.target}
              data={screens.map(({ name }) => name)}
              value={target}
              onChange={setTarget}
              searchable
              limit={50}
              data-autofocus
            />
          )}
          <TextInput
            label={words.label}
            value={label}
            maxLength={64}
            required
            data-autofocus={drawn !== null || undefined}
            onChange={({ currentTarget }) => setLabel(currentTarget.value)}
          />
          <Radio.Group
            label={words.place}
            value={isOwnRow ? 'own' : 'last'}
            onChange={(value) => setOwnRow(value === 'own')}
          >
            <Stack gap={6} mt={6}>
              <Radio value="own" label={words.ownRow} />
              <Radio value="last" label={words.lastRow} />
            </Stack>
          </Radio.Group>
          {sharers.length > 0 && (
            <Alert color="yellow" title={words.sharedKeyboard(sharers.join(', '))}>
              <Radio.Group
                aria-label={words.place}
                value={isCopied ? 'here' : 'all'}
                onChange={(value) => setCopied(value === 'here')}
              >
                <Stack gap={6}>
                  <Radio value="all" label={words.everywhere} />
                  <Radio value="here" label={words.onlyHere} />
                </Stack>
              </Radio.Group>
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {common.cancel}
            </Button>
            <Button type="submit" loading={isBusy} disabled={label.trim() === '' || target === null}>
              {words.add}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** Screens that are named; the others are not what somebody looks for. */
const mostNamed = 5;

function othersWith(entries: readonly DraftEntry[], entry: DraftEntry): readonly string[] {
  const keyboard = keyboardOf(entries, entry);
  if (keyboard === undefined) return [];
  const others = screensWith(entries, keyboard.id).filter((one) => one !== entry);
  return others.map(nameOf).slice(0, mostNamed);
}
