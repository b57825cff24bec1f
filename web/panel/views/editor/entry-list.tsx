import { ActionIcon, Chip, Group, Text, TextInput, Tooltip, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronRight, IconPlus, IconSearch } from '@tabler/icons-react';
import { useDeferredValue, useMemo, useState, type KeyboardEvent } from 'react';
import type { EntryKind } from '../../api/configuration.ts';
import { useWords } from '../../words/words.ts';
import { useEditor } from './editor-context.ts';
import classes from './editor.module.css';
import { editorWords } from './editor-words.ts';
import { EntryRows } from './entry-rows.tsx';
import { filters, kinds, listed, tallies, type Filter } from './rules/listing.ts';
import { useTitleOf } from './use-title-of.ts';

export const searchId = 'editor-search';

interface EntryListProps {
  readonly onCreate: (kind: EntryKind) => void;
}

/** Everything the bot is made of: searched, filtered, grouped; each with how it stands. */
export function EntryList({ onCreate }: EntryListProps) {
  const words = useWords(editorWords);
  const { entries, problems, changed, selected, canWrite } = useEditor();
  const [query, setQuery] = useState('');
  const [filter, setFilter] = useState<Filter | null>(null);
  const [closed, setClosed] = useState<ReadonlySet<EntryKind>>(new Set(['keyboard', 'button']));
  const titleOf = useTitleOf();
  const tally = useMemo(() => tallies(problems), [problems]);
  // Typing in an entry comes before its title in the list.
  const shown = useDeferredValue(entries);
  const sought = useDeferredValue(query);
  const found = useMemo(
    () => listed(shown, { query: sought, filter, changed, tally, titleOf }),
    [shown, sought, filter, changed, tally, titleOf],
  );
  const isNarrowed = query !== '' || filter !== null;

  return (
    <nav className={classes['list']} aria-label={words.list}>
      <Group p="sm" pb={4} gap="xs">
        <TextInput
          id={searchId}
          flex={1}
          type="search"
          aria-label={words.search}
          placeholder={words.search}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={query}
          onChange={({ currentTarget }) => setQuery(currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setQuery('');
            if (event.key === 'ArrowDown') focusRow(event, 'first');
          }}
        />
      </Group>
      <Group px="sm" pb="xs" gap={6}>
        {filters.map((name) => (
          <Chip
            key={name}
            size="xs"
            checked={filter === name}
            onChange={(isChosen) => setFilter(isChosen ? name : null)}
          >
            {words.filters[name]}
          </Chip>
        ))}
      </Group>
      <div className={classes['entries']} onKeyDown={walk} role="presentation">
        {isNarrowed && found.length === 0 && (
          <Text p="sm" size="sm" c="dimmed" role="status">
            {words.nothingFound}
          </Text>
        )}
        {kinds.map((kind) => {
          const members = found.filter((entry) => entry.kind === kind);
          if (isNarrowed && members.length === 0) return null;
          const isOpen = isNarrowed || !closed.has(kind) || selected?.kind === kind;
          return (
            <section key={kind} aria-label={words.kinds[kind]}>
              <Group px="xs" py={4} gap={4} wrap="nowrap">
                <UnstyledButton
                  flex={1}
                  aria-expanded={isOpen}
                  onClick={() => setClosed((before) => toggled(before, kind))}
                >
                  <Group gap={4} wrap="nowrap">
                    {isOpen ? <IconChevronDown size={16} aria-hidden /> : <IconChevronRight size={16} aria-hidden />}
                    <Text size="sm" fw={650}>
                      {words.kinds[kind]}
                    </Text>
                    <Text size="xs" c="dimmed">
                      {members.length}
                    </Text>
                  </Group>
                </UnstyledButton>
                {canWrite && (
                  <Tooltip label={`${words.create}: ${words.kind[kind]}`}>
                    <ActionIcon
                      variant="subtle"
                      size="sm"
                      aria-label={`${words.create}: ${words.kind[kind]}`}
                      onClick={() => onCreate(kind)}
                    >
                      <IconPlus size={16} aria-hidden />
                    </ActionIcon>
                  </Tooltip>
                )}
              </Group>
              {isOpen && <EntryRows kind={kind} members={members} tally={tally} />}
            </section>
          );
        })}
      </div>
    </nav>
  );
}

function toggled(closed: ReadonlySet<EntryKind>, kind: EntryKind): ReadonlySet<EntryKind> {
  return closed.has(kind) ? new Set([...closed].filter((each) => each !== kind)) : new Set([...closed, kind]);
}

/** Up and down go through the rows, whatever groups they stand in. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  if (event.key === 'ArrowDown') focusRow(event, 'next');
  if (event.key === 'ArrowUp') focusRow(event, 'previous');
}

function focusRow(event: KeyboardEvent<HTMLElement>, which: 'first' | 'next' | 'previous'): void {
  // A row that is dragged goes by the same arrows.
  const isDragging = event.currentTarget.querySelector('[data-dragging]') !== null;
  if (event.altKey || event.ctrlKey || event.metaKey || isDragging) return;
  const list = event.currentTarget.closest('nav');
  const rows = [...(list?.querySelectorAll<HTMLElement>('[data-entry]') ?? [])];
  const here = rows.findIndex((row) => row === document.activeElement);
  const index = which === 'first' ? 0 : which === 'next' ? here + 1 : here - 1;
  if (rows[index] === undefined) return;
  event.preventDefault();
  rows[index].focus();
}
