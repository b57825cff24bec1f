import {
  DndContext,
  DragOverlay,
  pointerWithin,
  rectIntersection,
  useDroppable,
  type CollisionDetection,
  type DragEndEvent,
} from '@dnd-kit/core';
import { horizontalListSortingStrategy, SortableContext } from '@dnd-kit/sortable';
import { Stack, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useWords } from '../words/words.ts';
import type { Button, Cell, Keyboard, Layout, NewScreen, Registry, Screen, Vocabulary } from './configuration.ts';
import { FieldProblems } from './field-problems.tsx';
import { AddMenu } from './keyboard/add-menu.tsx';
import { CellPanel } from './keyboard/cell-panel.tsx';
import { KeyboardButton, LiftedButton } from './keyboard/keyboard-button.tsx';
import classes from './keyboard/keyboard.module.css';
import { keyboardWords } from './keyboard/keyboard-words.ts';
import { cellAt, hasRoom, insertCell, isFull, moveCell, type Place } from './keyboard/layout.ts';
import { useAnnouncements } from './keyboard/use-announcements.ts';
import { mostKeyboardButtons } from './limits.ts';
import { problemsAt, type FieldProblem } from './problems.ts';
import { useDragSensors } from './use-drag-sensors.ts';
import { useFocusNext } from './use-focus-next.ts';

export interface KeyboardEditorProps {
  readonly layout: Layout;
  readonly kind: NonNullable<Keyboard['kind']>;
  readonly onChange: (layout: Layout) => void;
  readonly callbacks: readonly Screen[];
  /** Those that keyboards share, by name. */
  readonly buttons: Readonly<Record<string, Button>>;
  readonly registry: Registry;
  readonly variables: Vocabulary;
  readonly problems: readonly FieldProblem[];
  /** Makes a callback that a button shall lead to; without it no new ones are offered. */
  readonly onNewScreen?: ((screen: NewScreen) => void) | undefined;
  /** Changes a shared button; without it they can only be taken off or copied. */
  readonly onSharedChange?: ((name: string, button: Button) => void) | undefined;
  readonly isReadOnly?: boolean;
}

/** Rows of buttons as Telegram shows them, to be dragged and changed. */
export function KeyboardEditor(props: KeyboardEditorProps) {
  const { layout, kind, onChange, callbacks, buttons, registry, variables, problems, onNewScreen, onSharedChange } =
    props;
  const { isReadOnly = false } = props;
  const words = useWords(keyboardWords);
  const [open, setOpenPlace] = useState<Place | null>(null);
  // A button that is moved stays open as it is; another one is opened afresh.
  const [opening, setOpening] = useState(0);
  const { within, focusNext } = useFocusNext<HTMLDivElement>();
  const [lifted, setLifted] = useState<Cell | null>(null);
  const sensors = useDragSensors();
  const announcements = useAnnouncements(layout, buttons);
  const count = layout.flat().length;
  const openCell = open === null ? undefined : cellAt(layout, open);

  function setOpen(place: Place | null): void {
    setOpenPlace(place);
    if (place === null) return;
    setOpening((before) => before + 1);
    focusNext('[data-panel]');
  }

  function close(at: Place | null): void {
    setOpen(null);
    if (at !== null) focusNext(`[data-place="${idOf(at)}"]`);
  }

  /** @param follow where the open button stands afterwards; null where it is gone */
  function changeOpen(changed: Layout, follow: Place | null): void {
    if (follow === null) close(nearest(changed, open));
    else setOpenPlace(follow);
    onChange(changed);
  }

  function drop({ active, over }: DragEndEvent): void {
    setLifted(null);
    const from = readId(active.id);
    const to = over && readId(over.id);
    if (to === null || (from.row === to.row && from.column === to.column)) return;
    setOpen(null);
    onChange(moveCell(layout, from, to));
  }

  function add(place: Place, cell: Cell): void {
    const added = insertCell(layout, place, cell);
    onChange(added);
    const isInPlace = added[place.row]?.[place.column] === cell;
    setOpen(isInPlace ? place : { row: Math.min(place.row + 1, added.length - 1), column: 0 });
  }

  return (
    <Stack gap="xs" ref={within}>
      <DndContext
        sensors={sensors}
        collisionDetection={whereItIs}
        accessibility={{ announcements, screenReaderInstructions: { draggable: words.drag } }}
        onDragStart={({ active }) => setLifted(cellAt(layout, readId(active.id)) ?? null)}
        onDragCancel={() => setLifted(null)}
        onDragEnd={drop}
      >
        <div className={classes['keyboard']} data-kind={kind} role="group" aria-label={words.keyboard}>
          {layout.map((row, line) => (
            <SortableContext
              key={line}
              items={row.map((_, column) => idOf({ row: line, column }))}
              strategy={horizontalListSortingStrategy}
            >
              <div className={classes['row']} role="group" aria-label={words.row(line + 1)}>
                {row.map((cell, column) => (
                  <KeyboardButton
                    key={column}
                    id={idOf({ row: line, column })}
                    cell={cell}
                    buttons={buttons}
                    isOpen={open?.row === line && open.column === column}
                    problems={problemsAt(problems, line, column)}
                    isReadOnly={isReadOnly}
                    onOpen={() => setOpen(open?.row === line && open.column === column ? null : { row: line, column })}
                  />
                ))}
                {!isReadOnly && hasRoom(row) && !isFull(layout) && (
                  <AddMenu
                    label={words.addButton(line + 1)}
                    buttons={buttons}
                    vocabulary={variables}
                    onAdd={(cell) => add({ row: line, column: row.length }, cell)}
                  />
                )}
              </div>
            </SortableContext>
          ))}
          {!isReadOnly && !isFull(layout) && (
            <NewRow id={idOf({ row: layout.length, column: 0 })} isDragging={lifted !== null}>
              <AddMenu
                label={words.addRow}
                buttons={buttons}
                vocabulary={variables}
                onAdd={(cell) => add({ row: layout.length, column: 0 }, cell)}
              />
            </NewRow>
          )}
        </div>
        <DragOverlay>{lifted !== null && <LiftedButton cell={lifted} buttons={buttons} />}</DragOverlay>
      </DndContext>
      <Text size="xs" c="dimmed">
        {words.count(count, mostKeyboardButtons)}
      </Text>
      <FieldProblems problems={problems.filter(({ place }) => place.length < 2)} />
      {open !== null && openCell !== undefined && (
        <CellPanel
          key={opening}
          layout={layout}
          place={open}
          cell={openCell}
          buttons={buttons}
          problems={problemsAt(problems, open.row, open.column)}
          around={{ kind, callbacks, registry, variables, onNewScreen, isReadOnly }}
          onSharedChange={onSharedChange}
          onChange={changeOpen}
          onClose={() => close(open)}
        />
      )}
    </Stack>
  );
}

/** Under the pointer; where there is none, under the button itself: its middle may be nearer to that of another row. */
const whereItIs: CollisionDetection = (drag) =>
  drag.pointerCoordinates === null ? rectIntersection(drag) : pointerWithin(drag);

/** Where a button is dropped to stand alone. */
function NewRow({
  id,
  isDragging,
  children,
}: {
  readonly id: string;
  readonly isDragging: boolean;
  readonly children: ReactNode;
}) {
  const words = useWords(keyboardWords);
  const { setNodeRef, isOver } = useDroppable({ id });
  return (
    <div ref={setNodeRef} className={isDragging ? classes['newRow'] : classes['row']} data-over={isOver || undefined}>
      {isDragging ? words.newRow : children}
    </div>
  );
}

/** The button that stands there now, or where its row ends, or the last row does. */
function nearest(layout: Layout, place: Place | null): Place | null {
  if (place === null || layout.length === 0) return null;
  const row = Math.min(place.row, layout.length - 1);
  return { row, column: Math.min(place.column, (layout[row]?.length ?? 1) - 1) };
}

function idOf({ row, column }: Place): string {
  return `${row}:${column}`;
}

function readId(id: string | number): Place {
  const [row = 0, column = 0] = String(id).split(':').map(Number);
  return { row, column };
}
