import { Group, Kbd, Modal, Table } from '@mantine/core';
import { commonWords } from '../../parts/common-words.ts';
import { useWords } from '../../words/words.ts';
import { editorWords } from './editor-words.ts';
import { toolWords } from './tool-words.ts';

/** Every shortcut: the way the browser’s own are written, `mod` is Ctrl or ⌘. */
const shortcuts = [
  { name: 'check', keys: ['Ctrl', 'S'] },
  { name: 'search', keys: ['/'] },
  { name: 'create', keys: ['N'] },
  { name: 'list', keys: ['↑', '↓', 'Enter'] },
  { name: 'undo', keys: ['Ctrl', 'Z'] },
  { name: 'redo', keys: ['Ctrl', 'Shift', 'Z'] },
  { name: 'duplicate', keys: ['Ctrl', 'D'] },
  { name: 'move', keys: ['Alt', '↑ ↓'] },
  { name: 'replace', keys: ['Ctrl', 'H'] },
  { name: 'help', keys: ['?'] },
] as const;

export function ShortcutsHelp({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const words = useWords(editorWords);
  const { keys: names } = useWords(toolWords);
  const { close } = useWords(commonWords);
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={words.shortcuts}
      centered
      closeButtonProps={{ 'aria-label': close }}
    >
      <Table>
        <Table.Tbody>
          {shortcuts.map(({ name, keys }) => (
            <Table.Tr key={name}>
              <Table.Td>{names[name]}</Table.Td>
              <Table.Td>
                <Group gap={4} justify="flex-end">
                  {keys.map((key) => (
                    <Kbd key={key}>{key}</Kbd>
                  ))}
                </Group>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}
