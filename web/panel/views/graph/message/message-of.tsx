import type { Content, FieldValue } from '../../../api/configuration.ts';
import { ChatMessage } from '../../../chat/chat-message.tsx';
import { pictureAddress, type ChatButton } from '../../../chat/content.ts';
import { ReplyKeyboard } from '../../../chat/reply-keyboard.tsx';
import { useLanguage, type Language } from '../../../words/language.ts';
import { textIn } from '../../../words/text-in.ts';
import type { ShownMessage } from './entry-query.ts';
import classes from './message-of.module.css';

/** A message as Telegram will show it, values as they are written. */
export function MessageOf({ message: { message, photoUrl, keyboard, buttons } }: { readonly message: ShownMessage }) {
  const { language } = useLanguage();
  const layout = keyboard?.['layout'];
  const rows = Array.isArray(layout)
    ? layout.map((row) => (Array.isArray(row) ? row.map((cell) => face(cell, buttons, language)) : []))
    : [];
  const isReply = keyboard?.['kind'] === 'reply';
  return (
    <div className={classes['wall']}>
      <ChatMessage
        from="bot"
        content={{
          text: { html: textIn(message, language) },
          ...(typeof photoUrl === 'string' && { photo: { src: pictureAddress(photoUrl) } }),
        }}
        keyboard={isReply ? undefined : rows}
        renderTemplate={(source) => <em>{source}</em>}
      />
      {isReply && <ReplyKeyboard rows={rows.map((row) => row.map(({ label }) => ({ label })))} />}
    </div>
  );
}

function face(cell: FieldValue, shared: Readonly<Record<string, Content>>, language: Language): ChatButton {
  const button = typeof cell === 'string' ? shared[cell] : cell;
  if (typeof button !== 'object' || button === null || Array.isArray(button)) return { label: textIn(cell, language) };
  const label = textIn(button['label'], language);
  if (button['url'] !== undefined) return { label, opens: 'link' };
  return button['web_app'] === undefined ? { label } : { label, opens: 'app' };
}
