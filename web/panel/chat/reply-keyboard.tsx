import { IconMapPin, IconUserShare } from '@tabler/icons-react';
import classes from './chat.module.css';
import type { ChatKey } from './content.ts';
import { useWords } from '../words/words.ts';
import { chatWords } from './words.ts';

export interface ReplyKeyboardProps {
  readonly rows: readonly (readonly ChatKey[])[];
  /** Told of the key that was pressed; without it keys show and do nothing. */
  readonly onPress?: ((key: ChatKey) => void) | undefined;
}

/** The keyboard that a bot shows in place of the letters. */
export function ReplyKeyboard({ rows, onPress }: ReplyKeyboardProps) {
  const words = useWords(chatWords);
  return (
    <div className={classes['replyKeyboard']} role="group" aria-label={words.keyboard}>
      {rows.map((keys, row) => (
        <div key={row} className={classes['row']}>
          {keys.map((key, column) =>
            onPress === undefined ? (
              <span key={column} className={classes['key']}>
                <KeyFace chatKey={key} />
              </span>
            ) : (
              <button key={column} type="button" className={classes['key']} onClick={() => onPress(key)}>
                <KeyFace chatKey={key} />
              </button>
            ),
          )}
        </div>
      ))}
    </div>
  );
}

function KeyFace({ chatKey: { label, requests } }: { readonly chatKey: ChatKey }) {
  return (
    <>
      {requests === 'contact' && <IconUserShare aria-hidden className={classes['keySign']} />}
      {requests === 'location' && <IconMapPin aria-hidden className={classes['keySign']} />}
      <span dir="auto">{label}</span>
    </>
  );
}
