import { Box, SegmentedControl, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { Content } from '../../api/broadcasts.ts';
import { ChatLog } from '../../chat/chat-log.tsx';
import { ChatMessage } from '../../chat/chat-message.tsx';
import { pictureAddress } from '../../chat/content.ts';
import { languages, useLanguage } from '../../words/language.ts';
import { textIn } from '../../words/text-in.ts';
import { useWords } from '../../words/words.ts';
import { broadcastWords } from './broadcast-words.ts';

/** The message as it will look in Telegram, in one language at a time. */
export function MessageLook({ content }: { readonly content: Content }) {
  const words = useWords(broadcastWords);
  const [language, setLanguage] = useState(useLanguage().language);
  const { message, photo_url: photo, layout = [] } = content;
  const html = textIn(message, language);
  const isEmpty = html.trim() === '' && photo === undefined;
  return (
    <Stack gap="xs">
      <SegmentedControl
        aria-label={words.look}
        value={language}
        onChange={(chosen) => setLanguage(chosen === 'ru' ? 'ru' : 'en')}
        data={languages.map((value) => ({ value, label: words.lookIn[value] }))}
      />
      {isEmpty ? (
        <Text c="dimmed">{words.nothing}</Text>
      ) : (
        <Box mah={480} display="flex" style={{ overflow: 'hidden', borderRadius: 'var(--mantine-radius-md)' }}>
          <ChatLog>
            <ChatMessage
              from="bot"
              renderTemplate={(source) => <em>{source}</em>}
              content={{
                ...(html.trim() === '' ? {} : { text: { html } }),
                ...(photo === undefined ? {} : { photo: { src: pictureAddress(photo) } }),
              }}
              keyboard={layout.map((row) =>
                row.map((button) => ({
                  label: textIn(button.label, language),
                  ...(button.url === undefined ? {} : { opens: 'link' as const, href: button.url }),
                  ...(button.web_app === undefined ? {} : { opens: 'app' as const, href: button.web_app }),
                })),
              )}
            />
          </ChatLog>
        </Box>
      )}
    </Stack>
  );
}
