import { useSortable } from '@dnd-kit/sortable';
import {
  IconAlertCircle,
  IconAlertTriangle,
  IconAppWindow,
  IconArrowUpRight,
  IconEye,
  IconMapPin,
  IconUserShare,
} from '@tabler/icons-react';
import { useLanguage } from '../../words/language.ts';
import { textIn } from '../../words/text-in.ts';
import { useWords } from '../../words/words.ts';
import type { Button, Cell } from '../configuration.ts';
import { plainFace } from '../text/chip-face.ts';
import { readPlain } from '../text/read-telegram-html.ts';
import type { FieldProblem } from '../problems.ts';
import classes from './keyboard.module.css';
import { keyboardWords } from './keyboard-words.ts';

type Shared = Readonly<Record<string, Button>>;

interface KeyboardButtonProps {
  /** Its place, as the dragging knows it. */
  readonly id: string;
  readonly cell: Cell;
  readonly buttons: Shared;
  readonly isOpen: boolean;
  readonly problems: readonly FieldProblem[];
  readonly isReadOnly: boolean;
  readonly onOpen: () => void;
}

/** A button in its place: dragged to another, pressed to be changed. */
export function KeyboardButton({ id, cell, buttons, isOpen, problems, isReadOnly, onOpen }: KeyboardButtonProps) {
  const words = useWords(keyboardWords);
  const { setNodeRef, attributes, listeners, transform, transition, isDragging } = useSortable({
    id,
    disabled: isReadOnly,
  });
  const label = useLabel(cell, buttons);
  return (
    <button
      ref={setNodeRef}
      type="button"
      className={classes['button']}
      style={{ transition, ...(transform && { transform: `translate(${transform.x}px, ${transform.y}px)` }) }}
      {...attributes}
      {...listeners}
      aria-expanded={isOpen}
      aria-label={problems.length === 0 ? words.edit(label) : `${words.edit(label)}, ${words.hasProblems}`}
      data-dragging={isDragging || undefined}
      data-place={id}
      onClick={onOpen}
    >
      <ButtonFace cell={cell} buttons={buttons} problems={problems} />
    </button>
  );
}

/** What is under the pointer while a button is dragged. */
export function LiftedButton({ cell, buttons }: { readonly cell: Cell; readonly buttons: Shared }) {
  return (
    <div className={classes['button']} data-lifted>
      <ButtonFace cell={cell} buttons={buttons} problems={[]} />
    </div>
  );
}

interface ButtonFaceProps {
  readonly cell: Cell;
  readonly buttons: Shared;
  readonly problems: readonly FieldProblem[];
}

function ButtonFace({ cell, buttons, problems }: ButtonFaceProps) {
  const button = typeof cell === 'string' ? buttons[cell] : cell;
  const label = useLabel(cell, buttons);
  const isWrong = problems.some(({ severity }) => severity === 'error');
  return (
    <>
      {label}
      {button !== undefined && 'each' in button && <span className={classes['note']}>× {button.each}</span>}
      <span className={classes['mark']}>
        {problems.length > 0 &&
          (isWrong ? <IconAlertCircle size={15} aria-hidden /> : <IconAlertTriangle size={15} aria-hidden />)}
        {button !== undefined && <EffectSign button={button} />}
      </span>
    </>
  );
}

function EffectSign({ button }: { readonly button: Exclude<Cell, string> }) {
  const look = { size: 13, 'aria-hidden': true } as const;
  if ('url' in button) return <IconArrowUpRight {...look} />;
  if ('web_app' in button) return <IconAppWindow {...look} />;
  if ('request_contact' in button) return <IconUserShare {...look} />;
  if ('request_location' in button) return <IconMapPin {...look} />;
  return button.when === undefined ? null : <IconEye {...look} />;
}

/** What stands on a button, in the panel's language. */
export function useLabel(cell: Cell, buttons: Shared): string {
  const words = useWords(keyboardWords);
  const { language } = useLanguage();
  const button = typeof cell === 'string' ? buttons[cell] : cell;
  if (button === undefined) return typeof cell === 'string' ? words.unknownShared(cell) : '';
  const label = textIn(button.label, language);
  return (
    plainFace(
      label,
      readPlain(label).filter(({ text }) => !text.startsWith('{%')),
    ) || '…'
  );
}
