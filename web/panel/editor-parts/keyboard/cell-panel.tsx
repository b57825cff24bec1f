import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import {
  IconArrowBarToDown,
  IconArrowDown,
  IconArrowLeft,
  IconArrowRight,
  IconArrowUp,
  IconTrash,
} from '@tabler/icons-react';
import { useWords } from '../../words/words.ts';
import type { Button as ButtonShape, Cell, Layout } from '../configuration.ts';
import type { FieldProblem } from '../problems.ts';
import { FieldProblems } from '../field-problems.tsx';
import { IconButton } from '../icon-button.tsx';
import { ButtonForm, ListForm } from './button-form.tsx';
import type { Surroundings } from './effect-field.tsx';
import { useLabel } from './keyboard-button.tsx';
import { keyboardWords } from './keyboard-words.ts';
import { moveCell, moveToOwnRow, removeCell, replaceCell, type Place } from './layout.ts';

interface CellPanelProps {
  readonly layout: Layout;
  readonly place: Place;
  readonly cell: Cell;
  readonly buttons: Readonly<Record<string, ButtonShape>>;
  readonly problems: readonly FieldProblem[];
  readonly around: Surroundings;
  readonly onSharedChange?: ((name: string, button: ButtonShape) => void) | undefined;
  /** @param follow the place to keep open; null closes the panel */
  readonly onChange: (layout: Layout, follow: Place | null) => void;
  readonly onClose: () => void;
}

/** The open button of a keyboard: its place among the others and all that is said about it. */
export function CellPanel(props: CellPanelProps) {
  const { layout, place, cell, buttons, problems, around, onSharedChange, onChange, onClose } = props;
  const words = useWords(keyboardWords);
  const label = useLabel(cell, buttons);
  const put = (changed: Cell) => onChange(replaceCell(layout, place, changed), place);
  return (
    <Paper withBorder p="sm" role="group" aria-label={words.edit(label)} tabIndex={-1} data-panel>
      <Stack gap="sm">
        {typeof cell === 'string' ? (
          <SharedForm
            name={cell}
            button={buttons[cell]}
            problems={problems}
            around={around}
            onSharedChange={onSharedChange}
            onDetach={put}
          />
        ) : 'each' in cell ? (
          <ListForm button={cell} onChange={put} problems={problems} around={around} />
        ) : (
          <ButtonForm button={cell} onChange={put} problems={problems} around={around} />
        )}
        {!around.isReadOnly && <Moves layout={layout} place={place} onChange={onChange} />}
        <Group justify="flex-end">
          <Button size="xs" variant="default" onClick={onClose}>
            {words.close}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}

/** For who does not drag. */
function Moves({ layout, place, onChange }: Pick<CellPanelProps, 'layout' | 'place' | 'onChange'>) {
  const words = useWords(keyboardWords);
  const { row, column } = place;
  const length = layout[row]?.length ?? 0;
  const to = (target: Place) => {
    const moved = moveCell(layout, place, target);
    // A row that lost its last button is gone, and those below it have moved up.
    const isGone = length === 1 && target.row > row;
    onChange(moved, isGone ? { ...target, row: target.row - 1 } : target);
  };
  const above = layout[row - 1]?.length ?? 0;
  const below = layout[row + 1]?.length ?? 0;
  const moves = [
    {
      name: words.moveLeft,
      Icon: IconArrowLeft,
      isOff: column === 0,
      go: () => to({ row, column: column - 1 }),
    },
    {
      name: words.moveRight,
      Icon: IconArrowRight,
      isOff: column >= length - 1,
      go: () => to({ row, column: column + 1 }),
    },
    { name: words.moveUp, Icon: IconArrowUp, isOff: row === 0, go: () => to({ row: row - 1, column: above }) },
    {
      name: words.moveDown,
      Icon: IconArrowDown,
      isOff: row >= layout.length - 1,
      go: () => to({ row: row + 1, column: below }),
    },
    {
      name: words.ownRow,
      Icon: IconArrowBarToDown,
      isOff: length < 2,
      go: () => onChange(moveToOwnRow(layout, place, row + 1), { row: row + 1, column: 0 }),
    },
  ];
  return (
    <Group gap={4}>
      {moves.map(({ name, Icon, isOff, go }) => (
        <IconButton key={name} variant="default" size="lg" label={name} Icon={Icon} onClick={isOff ? undefined : go} />
      ))}
      <IconButton
        color="red"
        size="lg"
        ml="auto"
        label={words.remove}
        Icon={IconTrash}
        // A keyboard has a button at least.
        onClick={layout.flat().length === 1 ? undefined : () => onChange(removeCell(layout, place), null)}
      />
    </Group>
  );
}

interface SharedFormProps extends Pick<CellPanelProps, 'problems' | 'around' | 'onSharedChange'> {
  readonly name: string;
  readonly button: ButtonShape | undefined;
  readonly onDetach: (button: ButtonShape) => void;
}

/** A button that several keyboards share is changed for all of them. */
function SharedForm({ name, button, problems, around, onSharedChange, onDetach }: SharedFormProps) {
  const words = useWords(keyboardWords);
  if (button === undefined) return <FieldProblems problems={problems} />;
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {onSharedChange === undefined ? words.sharedFixed(name) : words.shared(name)}
      </Text>
      <ButtonForm
        button={button}
        onChange={(changed) => onSharedChange?.(name, changed)}
        problems={problems}
        around={{ ...around, isReadOnly: around.isReadOnly || onSharedChange === undefined }}
      />
      {!around.isReadOnly && (
        <Button size="xs" variant="light" w="fit-content" onClick={() => onDetach({ ...button })}>
          {words.detach}
        </Button>
      )}
    </Stack>
  );
}
