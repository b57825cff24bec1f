import { Button } from '@mantine/core';
import { useMemo, type ReactNode } from 'react';
import type { PreviewAnswer, PreviewMessage } from '../../../../src/preview/schema.ts';
import { ChatLog, ChatNote } from '../../chat/chat-log.tsx';
import { ChatMessage } from '../../chat/chat-message.tsx';
import { pictureAddress, type ButtonPlace, type ChatContent } from '../../chat/content.ts';
import { locales } from '../../words/format.ts';
import { useLanguage } from '../../words/language.ts';
import { useWords } from '../../words/words.ts';
import { previewWords } from './preview-words.ts';
import { EventNote, TimeNote } from './event-notes.tsx';
import type { Preview } from './use-preview.ts';

/** Stands for a photo of the person's, whom there is not. */
const sentPicture =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='320' height='200'%3E%3Crect width='320' height='200' fill='%2390a4b4'/%3E%3Cpath d='M60 160l60-70 45 50 30-35 65 55z' fill='%23dde6ee'/%3E%3Ccircle cx='235' cy='60' r='20' fill='%23dde6ee'/%3E%3C/svg%3E";

interface PreviewLogProps {
  readonly preview: Preview;
  readonly answer: PreviewAnswer;
  /** The button that has been pressed and not been answered yet. */
  readonly waiting: { readonly messageId: number; readonly place: ButtonPlace } | null;
  readonly onPress: (message: PreviewMessage, place: ButtonPlace) => void;
  readonly onCommand: (command: string) => void;
}

/** The messages, and between them what the bot would do beside the chat. */
export function PreviewLog({ preview, answer, waiting, onPress, onCommand }: PreviewLogProps) {
  const words = useWords(previewWords);
  const { language } = useLanguage();
  const clocks = useMemo(() => clocksIn(answer.time_zone, locales[language]), [answer.time_zone, language]);
  const { stopped_at: stoppedAt, messages, steps } = answer;
  const byId = new Map(messages.map((message) => [message.id, message]));
  const rows: ReactNode[] = [];
  let day = '';
  const show = (message: PreviewMessage): void => {
    const next = clocks.day(message.date);
    if (next !== day) rows.push(<ChatNote key={`day ${next}`}>{next}</ChatNote>);
    day = next;
    rows.push(
      <ChatMessage
        key={message.id}
        from={message.from}
        content={contentOf(message)}
        keyboard={message.buttons.map((row) =>
          row.map(({ text, url, is_app: isApp }) => ({
            label: text,
            ...(url === null ? {} : { opens: isApp ? ('app' as const) : ('link' as const), href: url }),
          })),
        )}
        onPress={(place) => onPress(message, place)}
        waiting={waiting?.messageId === message.id ? waiting.place : undefined}
        onCommand={onCommand}
        time={clocks.time(message.date)}
        isEdited={message.edited}
      />,
    );
  };
  for (const [index, step] of steps.entries()) {
    for (const message of messages) if (message.step === index && message.from === 'person') show(message);
    if (preview.state.steps[index]?.kind === 'time')
      rows.push(<TimeNote key={`time ${index}`} {...{ preview, index }} />);
    for (const [place, event] of step.events.entries()) {
      const made = event.kind === 'message' && !event.is_edit ? byId.get(event.message_id) : undefined;
      if (made) show(made);
      else rows.push(<EventNote key={`${index} ${place}`} {...{ preview, index, step, event }} />);
    }
  }
  const gone = stoppedAt === null ? undefined : preview.state.steps[stoppedAt];
  return (
    <ChatLog
      revision={`${steps.length} ${messages.length}`}
      hint={preview.state.steps.length === 0 ? words.hint : undefined}
    >
      {rows}
      {gone?.kind === 'press' && stoppedAt !== null && (
        <ChatNote>
          {words.stopped(gone.label)}{' '}
          <Button size="compact-xs" variant="default" onClick={() => preview.goBackTo(stoppedAt)}>
            {words.forget}
          </Button>
        </ChatNote>
      )}
    </ChatLog>
  );
}

function contentOf({ text, entities, photo_url: photoUrl, card }: PreviewMessage): ChatContent {
  return {
    ...(text === null ? {} : { text: { text, entities } }),
    ...(photoUrl === null ? {} : { photo: { src: photoUrl === 'sent' ? sentPicture : pictureAddress(photoUrl) } }),
    ...(card === null ? {} : { card }),
  };
}

/** Times as the person's own clock shows them. */
function clocksIn(timeZone: string, locale: string) {
  const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone });
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', timeZone });
  return {
    time: (moment: string) => time.format(new Date(moment)),
    day: (moment: string) => day.format(new Date(moment)),
  };
}
