import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { Content, FieldValue } from '../../api/configuration.ts';
import { ChatMessage } from '../../chat/chat-message.tsx';
import { pictureAddress, type ChatButton } from '../../chat/content.ts';
import { ReplyKeyboard } from '../../chat/reply-keyboard.tsx';
import { languages, useLanguage, type Language } from '../../words/language.ts';
import { textIn } from '../../words/text-in.ts';
import { useWords } from '../../words/words.ts';
import { useEditor } from './editor-context.ts';
import classes from './editor.module.css';
import { entryWords } from './entry-words.ts';
import { isFields, rowsOf } from './rules/texts.ts';
import { labelOf } from './rules/titles.ts';
import { textOf } from './typed.ts';

/** The message with its picture and its buttons as Telegram will show it, values as they are written. */
export function Look({ content, keyboard }: { readonly content: Content; readonly keyboard: Content | undefined }) {
  const words = useWords(entryWords);
  const { language: own } = useLanguage();
  const [language, setLanguage] = useState<Language>(own);
  const { entries } = useEditor();
  const html = textIn(content['message'], language);
  const photo = textOf(content['photo_url']);
  const buttons = keyboard === undefined ? [] : rowsOf(keyboard);
  const faceOf = (cell: FieldValue): ChatButton => {
    const shared = entries.find(({ kind, id }) => kind === 'button' && id === cell);
    return face(shared?.content ?? cell, language);
  };
  const rows = buttons.map((row) => row.map(faceOf));
  const isReply = keyboard?.['kind'] === 'reply';
  return (
    <section aria-label={words.looks}>
      <SegmentedControl
        mb="xs"
        size="xs"
        aria-label={words.looksAs}
        value={language}
        onChange={(value) => setLanguage(languages.find((each) => each === value) ?? own)}
        data={[
          { value: 'ru', label: 'Русский' },
          { value: 'en', label: 'English' },
        ]}
      />
      <div className={classes['wall']}>
        <ChatMessage
          from="bot"
          content={{ text: { html }, ...(photo !== '' && { photo: { src: pictureAddress(photo) } }) }}
          keyboard={isReply ? undefined : rows}
          renderTemplate={(source) => <em>{source}</em>}
        />
      </div>
      {isReply && <ReplyKeyboard rows={rows.map((row) => row.map(({ label }) => ({ label })))} />}
    </section>
  );
}

function face(cell: FieldValue, language: Language): ChatButton {
  const label = labelOf(cell, language);
  if (!isFields(cell)) return { label };
  if (cell['url'] !== undefined) return { label, opens: 'link' };
  return cell['web_app'] === undefined ? { label } : { label, opens: 'app' };
}
