/** Fields of an entry as what they are. Their shapes are the server’s promise; here only their kind is looked at. */
import type { Content, DraftEntry, FieldValue } from '../../api/configuration.ts';
import type { ActionSource, Button, Entrance, Layout, Screen, Texts } from '../../editor-parts/configuration.ts';
import { isFields } from './rules/texts.ts';

export function textsOf(value: FieldValue | undefined): Texts | undefined {
  return isTexts(value) ? value : undefined;
}

export function actionOf({ action }: Content): ActionSource {
  return isAction(action) ? action : '';
}

export function layoutOf({ layout }: Content): Layout {
  return isLayout(layout) ? layout : [];
}

export function textOf(value: FieldValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

export function screensOf(entries: readonly DraftEntry[]): readonly Screen[] {
  return entries.flatMap(({ kind, content }) =>
    kind === 'callback'
      ? [{ callback_data: textOf(content['callback_data']), action: actionOf(content), ...shownOf(content) }]
      : [],
  );
}

export function entrancesOf(entries: readonly DraftEntry[]): readonly Entrance[] {
  return entries.flatMap(({ kind, content }) =>
    kind === 'handler' ? [{ pattern: textOf(content['pattern']), ...shownOf(content) }] : [],
  );
}

/** The buttons that keyboards share, by name. */
export function buttonsOf(entries: readonly DraftEntry[]): Readonly<Record<string, Button>> {
  return Object.fromEntries(
    entries.flatMap(({ kind, id, content }) => (kind === 'button' && isButton(content) ? [[id, content]] : [])),
  );
}

function shownOf({ message, enabled }: Content): { message?: Texts; enabled?: boolean } {
  const texts = textsOf(message);
  return {
    ...(texts !== undefined && { message: texts }),
    ...(typeof enabled === 'boolean' && { enabled }),
  };
}

function isTexts(value: FieldValue | undefined): value is Texts {
  return typeof value === 'string' || (isFields(value) && Object.values(value).every((one) => typeof one === 'string'));
}

function isAction(value: FieldValue | undefined): value is ActionSource {
  return typeof value === 'string' || Array.isArray(value);
}

function isLayout(value: FieldValue | undefined): value is Layout {
  return Array.isArray(value) && value.every((row) => Array.isArray(row));
}

function isButton(content: Content): content is Content & Button {
  return isTexts(content['label']);
}
