import { closestCenter, DndContext, type Announcements, type DragEndEvent, type UniqueIdentifier } from '@dnd-kit/core';
import { SortableContext, useSortable, verticalListSortingStrategy } from '@dnd-kit/sortable';
import { IconGripVertical } from '@tabler/icons-react';
import { useMemo, type ReactNode } from 'react';
import type { DraftEntry } from '../../api/configuration.ts';
import { useDragSensors } from '../../editor-parts/use-drag-sensors.ts';
import { useWords } from '../../words/words.ts';
import { useEditor } from './editor-context.ts';
import classes from './editor.module.css';
import { editorWords } from './editor-words.ts';
import { EntryRow, type EntryRowProps, type Grip } from './entry-row.tsx';
import { placeAmong } from './workbench/make-steps.ts';
import { useTitleOf } from './use-title-of.ts';

interface SortableRowsProps {
  readonly members: readonly DraftEntry[];
  readonly children: ReactNode;
}

/** Rows that are dragged to another place. */
export function SortableRows({ members, children }: SortableRowsProps) {
  const words = useWords(editorWords);
  const { entries, carryOut } = useEditor();
  const ids = useMemo(() => members.map(({ id }) => id), [members]);
  const announcements = useAnnouncements(members);
  const drop = ({ active, over }: DragEndEvent) => {
    const moved = members.find(({ id }) => id === active.id);
    const target = members.find(({ id }) => id === over?.id);
    const step = moved && target && placeAmong(entries, moved, target.id);
    if (step) void carryOut([step]);
  };
  return (
    <DndContext
      sensors={useDragSensors()}
      collisionDetection={closestCenter}
      accessibility={{ announcements, screenReaderInstructions: { draggable: words.dragHint } }}
      onDragEnd={drop}
    >
      <SortableContext items={ids} strategy={verticalListSortingStrategy}>
        {children}
      </SortableContext>
    </DndContext>
  );
}

interface SortableRowProps {
  /** Where it stands among all rows. */
  readonly place: Readonly<Record<'aria-posinset' | 'aria-setsize', number>>;
  readonly row: Omit<EntryRowProps, 'grip'>;
}

export function SortableRow({ place, row }: SortableRowProps) {
  const words = useWords(editorWords);
  const { setNodeRef, setActivatorNodeRef, attributes, listeners, transform, transition, isDragging } = useSortable({
    id: row.entry.id,
  });
  const { 'aria-describedby': describedBy } = attributes;
  const { onKeyDown, ...handle } = listeners ?? {};
  const grip = useMemo(
    (): Grip => ({
      ref: setActivatorNodeRef,
      keys: { 'aria-describedby': describedBy, onKeyDown: (event) => void onKeyDown?.(event) },
    }),
    [onKeyDown, setActivatorNodeRef, describedBy],
  );
  return (
    <li
      ref={setNodeRef}
      {...place}
      className={classes['sortable'] ?? ''}
      style={{ transition, ...(transform && { transform: `translateY(${transform.y}px)` }) }}
      data-dragging={isDragging || undefined}
    >
      {/* Beside the link: whoever lets go of it has pressed nothing. */}
      <span className={classes['grip']} title={words.dragRow} aria-hidden {...handle}>
        <IconGripVertical size={16} />
      </span>
      <EntryRow {...row} grip={grip} />
    </li>
  );
}

/** What a screen reader says while a row is dragged. */
function useAnnouncements(members: readonly DraftEntry[]): Announcements {
  const words = useWords(editorWords);
  const titleOf = useTitleOf();
  const titleAt = (id: UniqueIdentifier) => {
    const entry = members.find((each) => each.id === id);
    return entry === undefined ? '' : titleOf(entry).title;
  };
  const placeOf = (id: UniqueIdentifier) => members.findIndex((each) => each.id === id) + 1;
  return {
    onDragStart: ({ active }) => words.rowLifted(titleAt(active.id)),
    onDragOver: ({ active, over }) =>
      over ? words.rowOver(titleAt(active.id), placeOf(over.id), members.length) : undefined,
    onDragEnd: ({ active }) => words.rowDropped(titleAt(active.id)),
    onDragCancel: ({ active }) => words.rowStayed(titleAt(active.id)),
  };
}
