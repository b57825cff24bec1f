import { ActionIcon, Group, Menu, Switch, Text, Title } from '@mantine/core';
import {
  IconArrowDown,
  IconArrowLeft,
  IconArrowUp,
  IconCopy,
  IconDots,
  IconPlayerPlay,
  IconSitemap,
  IconTrash,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { DraftEntry } from '../../api/configuration.ts';
import { useWords } from '../../words/words.ts';
import { useEditor } from './editor-context.ts';
import { editorWords } from './editor-words.ts';
import { entryWords } from './entry-words.ts';
import { useEntryDeeds } from './use-entry-deeds.ts';
import { keyOf } from './workbench/entry.ts';
import { useTitleOf } from './use-title-of.ts';

/** Where the keyboard goes on when an entry is opened. */
export const entryHeadingId = 'editor-entry';

/** What an entry is called, whether it is on, and what can be done with all of it. */
export function EntryHeader({ entry, onDelete }: { readonly entry: DraftEntry; readonly onDelete: () => void }) {
  const words = useWords(entryWords);
  const editor = useWords(editorWords);
  const { change, canWrite, open } = useEditor();
  const deeds = useEntryDeeds(entry);
  const { title, about } = useTitleOf()(entry);
  const canBeOff = entry.kind === 'handler' || entry.kind === 'callback';
  return (
    <Group justify="space-between" wrap="nowrap" align="flex-start">
      <Group gap="xs" wrap="nowrap" align="flex-start" miw={0}>
        <ActionIcon variant="subtle" color="gray" hiddenFrom="sm" aria-label={editor.back} onClick={() => open(null)}>
          <IconArrowLeft size={20} aria-hidden />
        </ActionIcon>
        <div style={{ minWidth: 0 }}>
          <Title order={2} size="h4" style={{ overflowWrap: 'anywhere' }} tabIndex={-1} id={entryHeadingId}>
            {title}
          </Title>
          <Text size="sm" c="dimmed" truncate>
            {about === '' ? editor.kind[entry.kind] : `${editor.kind[entry.kind]} · ${about}`}
          </Text>
        </div>
      </Group>
      <Group gap="xs" wrap="nowrap">
        {canBeOff && (
          <Switch
            label={words.enabled}
            disabled={!canWrite}
            checked={entry.content['enabled'] !== false}
            onChange={({ currentTarget }) => change(entry, { enabled: currentTarget.checked })}
          />
        )}
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="default" aria-label={editor.more}>
              <IconDots size={18} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {canBeOff && (
              <>
                <Menu.Item
                  leftSection={<IconSitemap size={16} aria-hidden />}
                  renderRoot={(props) => <Link to="/graph" search={{ entry: keyOf(entry) }} {...props} />}
                >
                  {words.onGraph}
                </Menu.Item>
                <Menu.Item
                  leftSection={<IconPlayerPlay size={16} aria-hidden />}
                  renderRoot={(props) => <Link to="/preview" {...props} />}
                >
                  {words.inPreview}
                </Menu.Item>
              </>
            )}
            {canWrite && (
              <>
                <Menu.Divider />
                <Menu.Item leftSection={<IconCopy size={16} aria-hidden />} onClick={() => void deeds.duplicate()}>
                  {words.duplicate}
                </Menu.Item>
                {entry.kind === 'handler' && (
                  <>
                    <Menu.Item leftSection={<IconArrowUp size={16} aria-hidden />} onClick={() => deeds.move('up')}>
                      {words.moveUp}
                    </Menu.Item>
                    <Menu.Item leftSection={<IconArrowDown size={16} aria-hidden />} onClick={() => deeds.move('down')}>
                      {words.moveDown}
                    </Menu.Item>
                  </>
                )}
                <Menu.Item color="red" leftSection={<IconTrash size={16} aria-hidden />} onClick={onDelete}>
                  {words.delete}
                </Menu.Item>
              </>
            )}
          </Menu.Dropdown>
        </Menu>
      </Group>
    </Group>
  );
}
