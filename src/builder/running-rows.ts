/** A published configuration as rows of `handlers`, `callbacks`, `keyboards` and `buttons`, and as values in Redis. */
import { fallbackLanguage, textIn } from '../texts/language.ts';
import type { ActionSource, Callback, Handler, Published, Text } from './schema.ts';

/** What handlers and callbacks have in common. */
interface EntryRow {
  readonly id: string;
  /** Among its kind, from 0. */
  readonly position: number;
  /** A name with its arguments, or a JSON list of steps. */
  readonly action: string;
  /** In Russian, else in the first language it has. */
  readonly message: string | null;
  /** By language, where there is more than one text. */
  readonly messages: Readonly<Record<string, string>> | null;
  readonly photo_url: string | null;
  readonly keyboard_id: string | null;
  readonly enabled: boolean;
  /** Whatever else a document says of it. */
  readonly options: Readonly<Record<string, unknown>>;
}

export interface HandlerRow extends EntryRow {
  readonly pattern: string;
}

export interface CallbackRow extends EntryRow {
  readonly callback_data: string;
  readonly handler_id: string | null;
}

export interface KeyboardRow {
  readonly id: string;
  readonly layout: readonly unknown[];
  readonly kind: string | null;
  readonly options: Readonly<Record<string, unknown>>;
}

export interface ButtonRow {
  readonly id: string;
  readonly label: string;
  readonly labels: Readonly<Record<string, string>> | null;
  readonly data: string | null;
  readonly options: Readonly<Record<string, unknown>>;
}

export interface RunningRows {
  readonly handlers: readonly HandlerRow[];
  readonly callbacks: readonly CallbackRow[];
  readonly keyboards: readonly KeyboardRow[];
  readonly buttons: readonly ButtonRow[];
}

/** All rows, those of disabled entries as well. */
export function runningRows({ document, handler_ids, callback_ids }: Published): RunningRows {
  const handlerIds = new Map(document.handlers.map(({ pattern }, index) => [pattern, handler_ids[index] ?? null]));
  return {
    handlers: document.handlers.map((handler, index) => {
      const { pattern, description } = handler;
      const options = description === undefined ? {} : { description };
      return { ...entryRow(handler, handler_ids[index], index), pattern, options };
    }),
    callbacks: document.callbacks.map((callback, index) => ({
      ...entryRow(callback, callback_ids[index], index),
      callback_data: callback.callback_data.trim(),
      handler_id: callback.handler === undefined ? null : (handlerIds.get(callback.handler) ?? null),
      options: {},
    })),
    keyboards: Object.entries(document.keyboards).map(([id, { layout, kind, ...options }]) => ({
      id,
      layout,
      kind: kind ?? null,
      options,
    })),
    buttons: Object.entries(document.buttons).map(([id, { label, data, ...options }]) => {
      const { text, texts } = inLanguages(label);
      return { id, label: text, labels: texts, data: data ?? null, options };
    }),
  };
}

function entryRow(entry: Handler | Callback, id: string | undefined, position: number): EntryRow {
  if (id === undefined) throw new Error('a published entry without an id');
  const { text, texts } = entry.message === undefined ? { text: null, texts: null } : inLanguages(entry.message);
  return {
    id,
    position,
    action: actionText(entry.action),
    message: text,
    messages: texts,
    photo_url: entry.photo_url ?? null,
    keyboard_id: entry.keyboard_id ?? null,
    enabled: entry.enabled ?? true,
    options: {},
  };
}

function actionText(action: ActionSource): string {
  return typeof action === 'string' ? action : JSON.stringify(action);
}

function inLanguages(text: Text): { text: string; texts: Readonly<Record<string, string>> | null } {
  if (typeof text === 'string') return { text, texts: null };
  return { text: textIn(text, fallbackLanguage), texts: text };
}
