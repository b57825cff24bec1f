import { Button } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useWords } from '../../words/words.ts';
import type { Json } from '../configuration.ts';
import { FieldGroup } from '../field-group.tsx';
import { IconButton } from '../icon-button.tsx';
import { useFocusNext } from '../use-focus-next.ts';
import { stepsWords } from './steps-words.ts';

/** What every field that is more than one input is told. */
export interface GroupFieldProps {
  readonly label: string;
  readonly description: string | undefined;
  readonly value: Json | undefined;
  /** Undefined takes the field away. */
  readonly onChange: (value: Json | undefined) => void;
  readonly error: string | undefined;
  readonly isReadOnly: boolean;
}

interface LineGroupProps {
  readonly label: string;
  readonly description?: string | undefined;
  readonly error?: string | undefined;
  readonly isReadOnly: boolean;
  readonly count: number;
  readonly onAdd: () => void;
  /** Said below the lines. */
  readonly note?: ReactNode;
  /** The lines, each with `data-line` and what removes it. */
  readonly children: (remove: (index: number, act: () => void) => ReactNode) => ReactNode;
}

/** Lines that can be added and removed; the keyboard goes on in the line that came, or that is next. */
export function LineGroup({ count, onAdd, note, children, ...group }: LineGroupProps) {
  const words = useWords(stepsWords);
  const { within, focusNext } = useFocusNext<HTMLDivElement>();
  const remove = (index: number, act: () => void) =>
    !group.isReadOnly && (
      <IconButton
        color="red"
        size="lg"
        label={words.removeItem(index + 1)}
        Icon={IconTrash}
        data-at={`line ${index}`}
        onClick={() => {
          focusNext(`[data-at="line ${index < count - 1 ? index : index - 1}"], [data-add]`);
          act();
        }}
      />
    );
  return (
    <div ref={within}>
      <FieldGroup {...group}>
        {children(remove)}
        {note}
        {!group.isReadOnly && (
          <Button
            size="compact-sm"
            variant="subtle"
            w="fit-content"
            leftSection={<IconPlus size={14} aria-hidden />}
            data-add
            onClick={() => {
              focusNext(`[data-line="${count}"] :is(input, [role='textbox'])`);
              onAdd();
            }}
          >
            {words.addItem}
          </Button>
        )}
      </FieldGroup>
    </div>
  );
}
