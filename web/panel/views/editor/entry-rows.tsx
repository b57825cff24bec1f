import { Text } from '@mantine/core';
import { useDidUpdate } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import type { DraftEntry, EntryKind } from '../../api/configuration.ts';
import { useWords } from '../../words/words.ts';
import { useEditor } from './editor-context.ts';
import { editorWords } from './editor-words.ts';
import { EntryRow } from './entry-row.tsx';
import { RowBlock } from './row-block.tsx';
import { blocksOf } from './rules/blocks.ts';
import { familiesOf, type Tally } from './rules/listing.ts';
import { tabStopOf } from './rules/tab-stop.ts';
import { SortableRow, SortableRows } from './sortable-rows.tsx';
import { useWorkbench } from './use-workbench.ts';
import { isSameEntry, keyOf } from './workbench/entry.ts';

interface EntryRowsProps {
  readonly kind: EntryKind;
  readonly members: readonly DraftEntry[];
  readonly tally: ReadonlyMap<string, Tally>;
}

/** Rows that are drawn wherever they stand; of more, those in sight. */
const mostDrawn = 150;

/** The entries of one kind. Handlers are tried in this order, so they can be dragged to another place. */
export function EntryRows({ kind, members, tally }: EntryRowsProps) {
  const words = useWords(editorWords);
  const { changed, selected, canWrite } = useEditor();
  const { edits } = useWorkbench();
  const blocks = useMemo(
    () => blocksOf(kind === 'callback' ? familiesOf(members) : [{ name: '', members }]),
    [kind, members],
  );
  const open = members.find((entry) => isSameEntry(entry, selected));
  const openKey = open ? keyOf(open) : null;
  const [stood, setStood] = useState<string | null>(null);
  useDidUpdate(() => setStood(null), [openKey]);
  const stop = useMemo(() => {
    const rows = blocks.flatMap((block) => block.members.map(keyOf));
    return tabStopOf(rows, { stood, open: openKey });
  }, [blocks, stood, openKey]);
  if (members.length === 0)
    return (
      <Text px="sm" pb="xs" size="sm" c="dimmed">
        {words.emptyKinds[kind]}
      </Text>
    );

  const isSortable = kind === 'handler' && canWrite && members.length > 1;
  const rows = blocks.map(({ heading, members: piece, first }) => (
    <RowBlock
      key={first}
      heading={heading}
      count={piece.length}
      isDrawn={
        members.length <= mostDrawn || piece.some((entry) => isSameEntry(entry, selected) || keyOf(entry) === stop)
      }
    >
      {() =>
        piece.map((entry, index) => {
          const key = keyOf(entry);
          const edit = edits.get(key);
          const { errors = 0, warnings = 0 } = tally.get(key) ?? {};
          const row = {
            entry,
            errors,
            warnings,
            isChanged: changed.has(key),
            isUnsaved: edit !== undefined && edit.state.is !== 'waiting' && edit.state.is !== 'saving',
            isSelected: isSameEntry(entry, selected),
            isStop: key === stop,
            onStand: setStood,
          };
          // Rows out of sight count as well.
          const place = { 'aria-posinset': first + index, 'aria-setsize': members.length };
          return isSortable ? (
            <SortableRow key={key} place={place} row={row} />
          ) : (
            <li key={key} {...place}>
              <EntryRow {...row} />
            </li>
          );
        })
      }
    </RowBlock>
  ));
  return isSortable ? <SortableRows members={members}>{rows}</SortableRows> : rows;
}
