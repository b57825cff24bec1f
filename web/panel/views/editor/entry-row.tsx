import { Text } from '@mantine/core';
import { IconAlertCircle, IconAlertTriangle, IconCircleFilled, IconCloudOff, IconEyeOff } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { memo, type HTMLAttributes, type RefCallback } from 'react';
import type { DraftEntry } from '../../api/configuration.ts';
import { useWords } from '../../words/words.ts';
import classes from './editor.module.css';
import { editorWords } from './editor-words.ts';
import { keyOf } from './workbench/entry.ts';
import { useTitleOf } from './use-title-of.ts';

export interface EntryMarks {
  readonly errors: number;
  readonly warnings: number;
  readonly isChanged: boolean;
  readonly isUnsaved: boolean;
}

/** What lifts a row by keys. */
export interface Grip {
  readonly ref: RefCallback<HTMLElement>;
  readonly keys: Pick<HTMLAttributes<HTMLElement>, 'onKeyDown' | 'aria-describedby'>;
}

export interface EntryRowProps extends EntryMarks {
  readonly entry: DraftEntry;
  readonly isSelected: boolean;
  /** Whether Tab leads here; the arrows do to every row. */
  readonly isStop: boolean;
  /** Called when the keyboard or a click has come to it. */
  readonly onStand: (key: string) => void;
  readonly grip?: Grip;
}

/** An entry in the list: what people see of it, and how it stands. */
export const EntryRow = memo(function EntryRow({ entry, isSelected, isStop, onStand, grip, ...marks }: EntryRowProps) {
  const { title, about } = useTitleOf()(entry);
  const isDisabled = entry.content['enabled'] === false;
  return (
    <Link
      to="/editor"
      search={{ entry: keyOf(entry) }}
      className={classes['row']}
      data-selected={isSelected}
      ref={grip?.ref ?? null}
      data-entry={keyOf(entry)}
      preload={false}
      draggable={false}
      tabIndex={isStop ? 0 : -1}
      onFocus={() => onStand(keyOf(entry))}
      {...grip?.keys}
    >
      {isSelected && <span ref={bringIntoView} />}
      <span className={classes['texts']}>
        <Text size="sm" fw={500} truncate {...(isDisabled && { c: 'dimmed' })}>
          {title}
        </Text>
        {about !== '' && (
          <Text size="xs" c="dimmed" truncate>
            {about}
          </Text>
        )}
      </span>
      <Marks {...marks} isDisabled={isDisabled} />
    </Link>
  );
});

/** Where it came from elsewhere (a link, undoing) it may stand far down. */
function bringIntoView(row: HTMLElement | null): void {
  row?.parentElement?.scrollIntoView({ block: 'nearest' });
}

function Marks({ errors, warnings, isChanged, isUnsaved, isDisabled }: EntryMarks & { readonly isDisabled: boolean }) {
  const words = useWords(editorWords);
  return (
    <>
      {isUnsaved && <Mark Icon={IconCloudOff} label={words.unsavedMark} className="warning" />}
      {isDisabled && <Mark Icon={IconEyeOff} label={words.disabled} className="sign" />}
      {errors > 0 && <Mark Icon={IconAlertCircle} label={words.errors(errors)} className="error" />}
      {errors === 0 && warnings > 0 && (
        <Mark Icon={IconAlertTriangle} label={words.warnings(warnings)} className="warning" />
      )}
      {isChanged && <Mark Icon={IconCircleFilled} label={words.changed} className="changed" size={8} />}
    </>
  );
}

interface MarkProps {
  readonly Icon: typeof IconAlertCircle;
  readonly label: string;
  readonly className: 'error' | 'warning' | 'changed' | 'sign';
  readonly size?: number;
}

function Mark({ Icon, label, className, size = 16 }: MarkProps) {
  return (
    <span role="img" aria-label={label} title={label} className={`${classes['sign']} ${classes[className]}`}>
      <Icon size={size} aria-hidden />
    </span>
  );
}
