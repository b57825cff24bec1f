import { IconFile, IconMapPin, IconUser } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './chat.module.css';
import type { ButtonPlace, ChatButton, ChatContent, ChatPhoto } from './content.ts';
import { InlineKeyboard } from './inline-keyboard.tsx';
import { RichText, type RichTextProps } from './rich-text.tsx';
import { useWords } from '../words/words.ts';
import { chatWords } from './words.ts';

export interface ChatMessageProps extends Pick<RichTextProps, 'onCommand' | 'renderTemplate'> {
  /** Who wrote it: the bot on the left, the person on the right. */
  readonly from: 'bot' | 'person';
  readonly content: ChatContent;
  /** The buttons under it. */
  readonly keyboard?: readonly (readonly ChatButton[])[] | undefined;
  readonly onPress?: ((place: ButtonPlace) => void) | undefined;
  /** The button whose press has not been answered yet. */
  readonly waiting?: ButtonPlace | undefined;
  /** «14:05», ready to be shown. */
  readonly time?: string | undefined;
  readonly isEdited?: boolean | undefined;
  /** Stands in place of the text, such as the editor that changes it. */
  readonly children?: ReactNode;
}

/** One message as Telegram shows it: a bubble, and the buttons under it. */
export function ChatMessage({
  from,
  content,
  keyboard,
  onPress,
  waiting,
  time,
  isEdited = false,
  children,
  ...ways
}: ChatMessageProps) {
  const words = useWords(chatWords);
  const { text, photo, document, card } = content;
  const shown = children ?? (text && <RichText text={text} {...ways} />);
  return (
    <article className={classes['message']} data-from={from} aria-label={from === 'bot' ? words.bot : words.you}>
      <div className={classes['bubble']} data-photo={photo !== undefined || undefined}>
        {photo && <Photo photo={photo} />}
        {document && (
          <div className={classes['card']}>
            <IconFile aria-hidden className={classes['cardSign']} />
            <span>
              <bdi className={classes['documentName']}>{document.name}</bdi>
              {document.note !== undefined && <small>{document.note}</small>}
            </span>
          </div>
        )}
        {card && (
          <div className={classes['card']}>
            {card.kind === 'contact' ? (
              <IconUser aria-hidden className={classes['cardSign']} />
            ) : (
              <IconMapPin aria-hidden className={classes['cardSign']} />
            )}
            <span>{card.lines.join('\n')}</span>
          </div>
        )}
        {shown !== undefined && (
          <div className={classes['text']} dir="auto">
            {shown}
          </div>
        )}
        {(time !== undefined || isEdited) && (
          <span className={classes['stamp']}>{[isEdited ? words.edited : '', time].filter(Boolean).join(' ')}</span>
        )}
      </div>
      {keyboard !== undefined && keyboard.length > 0 && (
        <InlineKeyboard rows={keyboard} onPress={onPress} waiting={waiting} />
      )}
    </article>
  );
}

function Photo({ photo: { src, width, height } }: { readonly photo: ChatPhoto }) {
  const words = useWords(chatWords);
  return (
    <img
      className={classes['photo']}
      src={src}
      alt={words.photo}
      width={width}
      height={height}
      loading="lazy"
      referrerPolicy="no-referrer"
    />
  );
}
