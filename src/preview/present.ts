import type { Json } from '../builder/rules/http-request.ts';
import type { Message } from '../simulator/wire.ts';
import { readData } from '../telegram/buttons.ts';
import type { Candidate } from './candidates.ts';
import type { PreviewChat } from './chat.ts';
import { entitySchema, type PreviewAnswer, type PreviewEvent, type PreviewMessage, type StepView } from './schema.ts';
import type { Effects } from './store.ts';

type EntryView = Extract<PreviewEvent, { kind: 'action' }>['entry'];

/** What the API calls an entry: by its name, and its kind where that is known. */
export function entryFinder({ document, ids }: Candidate): (kind: EntryView['kind'] | null, name: string) => EntryView {
  const handlers = new Map(document.handlers.map(({ pattern }, place) => [pattern, ids.handlerIds[place] ?? null]));
  const callbacks = new Map(
    document.callbacks.map(({ callback_data: data }, place) => [data.trim(), ids.callbackIds[place] ?? null]),
  );
  return (kind, name) => {
    const of = kind ?? (handlers.has(name) ? 'handler' : 'callback');
    return { kind: of, name, id: (of === 'handler' ? handlers : callbacks).get(name) ?? null };
  };
}

export function presentChat(chat: PreviewChat): Pick<PreviewAnswer, 'messages' | 'keyboard'> {
  const { keyboard } = chat;
  return {
    messages: chat.messages.map(({ message, change }) => ({
      ...presentMessage(message, (id) => chat.pictureOf(id)),
      step: change.step,
      changed_step: change.changedStep,
    })),
    keyboard: keyboard && {
      rows: keyboard.keyboard.map((row) => row.map((key) => ({ text: key.text, requests: requestOf(key) }))),
      placeholder: keyboard.input_field_placeholder ?? null,
      is_one_time: keyboard.one_time_keyboard === true,
    },
  };
}

function presentMessage(
  message: Message,
  pictureOf: (fileId: string) => string | null,
): Omit<PreviewMessage, 'step' | 'changed_step'> {
  const photo = message.photo?.at(-1);
  return {
    id: message.message_id,
    from: message.from.is_bot ? 'bot' : 'person',
    date: Temporal.Instant.fromEpochMilliseconds(message.date * 1_000).toString(),
    edited: message.edit_date !== undefined,
    text: message.text ?? message.caption ?? null,
    entities: (message.entities ?? message.caption_entities ?? []).map((entity) => entitySchema.parse(entity)),
    photo_url: photo === undefined ? null : (pictureOf(photo.file_id) ?? 'sent'),
    card: cardOf(message),
    buttons: (message.reply_markup?.inline_keyboard ?? []).map((row) =>
      row.map(({ text, callback_data: data, url, web_app: app }) => ({
        text,
        data: data === undefined ? null : readData(data).data,
        url: url ?? app?.url ?? null,
        is_app: app !== undefined,
      })),
    ),
  };
}

function cardOf({ contact, location }: Message): PreviewMessage['card'] {
  if (contact !== undefined) {
    const name = [contact.first_name, contact.last_name].filter((part) => part !== undefined).join(' ');
    return { kind: 'contact', lines: [name, contact.phone_number] };
  }
  if (location === undefined) return null;
  return { kind: 'location', lines: [`${location.latitude.toFixed(4)}, ${location.longitude.toFixed(4)}`] };
}

function requestOf(key: { readonly request_contact?: boolean; readonly request_location?: boolean }) {
  if (key.request_contact === true) return 'contact';
  return key.request_location === true ? 'location' : null;
}

/** What is kept about the person, and what the open question keeps. */
export function presentVariables({
  variables,
  question,
}: Pick<Effects, 'variables' | 'question'>): StepView['variables'] {
  return [
    ...variables.map(({ name, value }) => ({ name, value: json(value), scope: 'person' as const })),
    ...Object.entries(question ?? {}).map(([name, value]) => ({
      name,
      value: json(value),
      scope: 'question' as const,
    })),
  ];
}

/** What comes out of `jsonb` is JSON. */
function json(value: unknown): Json {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as said
  return value as Json;
}
