import { IconAppWindow, IconArrowUpRight } from '@tabler/icons-react';
import { safeLink } from '../../simulator/rich-text.ts';
import classes from './chat.module.css';
import type { ButtonPlace, ChatButton } from './content.ts';

export interface InlineKeyboardProps {
  readonly rows: readonly (readonly ChatButton[])[];
  /** Without it buttons show and do nothing. Links open by themselves. */
  readonly onPress?: ((place: ButtonPlace) => void) | undefined;
  /** The button whose press has not been answered yet. */
  readonly waiting?: ButtonPlace | undefined;
}

/** The buttons under a message. */
export function InlineKeyboard({ rows, onPress, waiting }: InlineKeyboardProps) {
  return (
    <div className={classes['inlineKeyboard']}>
      {rows.map((buttons, row) => (
        <div key={row} className={classes['row']}>
          {buttons.map((button, column) => (
            <InlineButton
              key={column}
              button={button}
              isWaiting={waiting?.row === row && waiting.column === column}
              onPress={onPress && (() => onPress({ row, column }))}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

interface InlineButtonProps {
  readonly button: ChatButton;
  readonly isWaiting: boolean;
  readonly onPress: (() => void) | undefined;
}

function InlineButton({ button, isWaiting, onPress }: InlineButtonProps) {
  const { label, opens, href } = button;
  const address = href === undefined ? undefined : safeLink(href);
  const face = (
    <>
      <span dir="auto">{label}</span>
      {opens === 'link' && <IconArrowUpRight aria-hidden className={classes['sign']} />}
      {opens === 'app' && <IconAppWindow aria-hidden className={classes['sign']} />}
    </>
  );
  if (address !== undefined)
    return (
      <a className={classes['inlineButton']} href={address} title={address} target="_blank" rel="noopener noreferrer">
        {face}
      </a>
    );
  if (onPress === undefined) return <span className={classes['inlineButton']}>{face}</span>;
  return (
    <button
      type="button"
      className={classes['inlineButton']}
      aria-busy={isWaiting}
      data-waiting={isWaiting || undefined}
      onClick={onPress}
    >
      {face}
    </button>
  );
}
