/** What can be mended by one click, and how. */
import type { CheckProblem, Content, DraftEntry, EntryKind } from '../../../api/configuration.ts';
import { fieldsNow, nameOf } from '../workbench/entry.ts';
import { additionOf, removalOf } from '../workbench/make-steps.ts';
import type { Step } from '../workbench/steps.ts';
import { cutHtml, mendHtml, withoutTags } from './mend-html.ts';
import { placeOf, valueAt, withoutButton, withValueAt } from './place.ts';
import { stepsOf } from './texts.ts';

export type Remedy =
  | 'createScreen'
  | 'createHandler'
  | 'useNearest'
  | 'enable'
  | 'deleteEntry'
  | 'deleteButton'
  | 'clearField'
  | 'mendFormatting'
  | 'cut'
  | 'removeTags'
  | 'addSend'
  | 'dropMessage';

export interface Fix {
  readonly remedy: Remedy;
  /** What it is about, as in «create the screen “prices”»; empty where the remedy says all. */
  readonly about: string;
  readonly steps: readonly Step[];
  /** Whether somebody will want to go on in what was made. */
  readonly opens: boolean;
}

/** Texts for what a click makes, until somebody writes better ones. */
export interface FirstWords {
  readonly screen: string;
}

interface Ailment {
  readonly problem: CheckProblem;
  readonly entry: DraftEntry | undefined;
  readonly entries: readonly DraftEntry[];
  readonly first: FirstWords;
}

type Remedies = (ailment: Ailment) => readonly (Fix | null)[];

const clear: Remedies = (ailment) => [cleared(ailment)];
const mended: Remedies = (ailment) => [rewritten(ailment, 'mendFormatting', mendHtml)];
const cut: Remedies = (ailment) => {
  const { most } = ailment.problem.params;
  return typeof most === 'number' ? [rewritten(ailment, 'cut', (text) => cutHtml(text, most))] : [];
};
const gone: Remedies = (ailment) => [removal(ailment)];
const target = ({ problem: { params } }: Ailment, name = 'target') => String(params[name] ?? '').split(' ')[0] ?? '';

const remedies: Readonly<Record<string, Remedies>> = {
  unknown_target: (ailment) => [nearest(ailment, 'target'), screen(ailment, target(ailment))],
  missing_screen: (ailment) => [screen(ailment, target(ailment))],
  dead_button: (ailment) => [screen(ailment, target(ailment, 'data')), buttonGone(ailment)],
  dead_label: (ailment) => [handler(ailment, String(ailment.problem.params['label'] ?? '')), buttonGone(ailment)],
  disabled_target: ({ problem: { params }, entries }) => [
    enabling(entries.find((entry) => entry.kind !== 'keyboard' && nameOf(entry) === params['target'])),
  ],
  no_start: (ailment) => [handler(ailment, '/start')],
  no_fallback: (ailment) => [handler(ailment, '*')],
  button_without_effect: (ailment) => [buttonGone(ailment)],
  unknown_button: (ailment) => [nearest(ailment, 'id'), buttonGone(ailment)],
  unknown_keyboard: (ailment) => [nearest(ailment, 'id'), cleared(ailment)],
  unknown_list: (ailment) => [nearest(ailment, 'list')],
  unknown_value: (ailment) => [nearest(ailment, 'name')],
  unknown_filter: (ailment) => [nearest(ailment, 'name')],
  unknown_upload: clear,
  unknown_parent: clear,
  description_ignored: clear,
  description_expression: clear,
  option_ignored: clear,
  text_empty: clear,
  nothing_to_show: () => [],
  message_unseen: ({ entry }) => [addSend(entry), withoutMessage(entry)],
  unreachable_callback: gone,
  unused_keyboard: gone,
  unused_button: gone,
  label_html: (ailment) => [rewritten(ailment, 'removeTags', withoutTags)],
  text_too_long: cut,
  caption_too_long: cut,
  notice_too_long: cut,
  html_unknown_tag: mended,
  html_unclosed_tag: mended,
  html_unexpected_end: mended,
  html_bad_nesting: mended,
  html_unescaped_sign: mended,
};

/** @param entry that the problem is about, where it is about one. */
export function fixesFor(ailment: Ailment): readonly Fix[] {
  const { code } = ailment.problem;
  const found = Object.hasOwn(remedies, code) ? remedies[code] : undefined;
  return found?.(ailment).filter((fix) => fix !== null) ?? [];
}

function screen({ entries, first }: Ailment, name: string): Fix | null {
  const content = { callback_data: name, action: 'edit', message: first.screen };
  return name === '' ? null : addition('createScreen', 'callback', name, content, entries);
}

function handler({ entries, first }: Ailment, pattern: string): Fix | null {
  const content = { pattern, action: 'send', message: first.screen };
  return pattern === '' ? null : addition('createHandler', 'handler', pattern, content, entries);
}

function addition(
  remedy: Remedy,
  kind: EntryKind,
  about: string,
  content: Content,
  entries: readonly DraftEntry[],
): Fix {
  return { remedy, about, opens: true, steps: [additionOf(entries, { kind }, content)] };
}

function removal({ entry, entries }: Ailment): Fix | null {
  if (entry === undefined) return null;
  return { remedy: 'deleteEntry', about: nameOf(entry), opens: false, steps: [removalOf(entries, entry)] };
}

function enabling(entry: DraftEntry | undefined): Fix | null {
  return entry === undefined ? null : change('enable', entry, { enabled: true }, nameOf(entry));
}

function addSend(entry: DraftEntry | undefined): Fix | null {
  return entry === undefined
    ? null
    : change('addSend', entry, { action: ['send', ...stepsOf(entry.content['action'])] });
}

function withoutMessage(entry: DraftEntry | undefined): Fix | null {
  return entry === undefined ? null : change('dropMessage', entry, { message: null });
}

function cleared({ problem, entry }: Ailment): Fix | null {
  const [field] = placeOf(problem);
  return entry === undefined || field === undefined ? null : change('clearField', entry, { [field]: null });
}

function buttonGone({ problem, entry }: Ailment): Fix | null {
  const [field, row, column] = placeOf(problem);
  if (entry?.kind !== 'keyboard' || field !== 'layout' || row === undefined || column === undefined) return null;
  const layout = withoutButton(entry.content['layout'], row, column);
  return layout === null ? null : change('deleteButton', entry, { layout });
}

/** The text at the problem’s place, written anew. */
function rewritten({ problem, entry }: Ailment, remedy: Remedy, write: (text: string) => string): Fix | null {
  const [field, ...place] = placeOf(problem);
  if (entry === undefined || field === undefined) return null;
  const value = entry.content[field];
  const text = valueAt(value, place);
  if (value === undefined || typeof text !== 'string') return null;
  const written = write(text);
  return written === text ? null : change(remedy, entry, { [field]: withValueAt(value, place, written) });
}

/** What was probably meant, in place of what is there. @param param that holds what is there */
function nearest(ailment: Ailment, param: string): Fix | null {
  const { [param]: wrong, nearest: meant } = ailment.problem.params;
  if (typeof wrong !== 'string' || typeof meant !== 'string') return null;
  const fix = rewritten(ailment, 'useNearest', (text) => withMeant(text, wrong, meant));
  return fix && { ...fix, about: meant };
}

/** Only within templates, where there are some: beside them it may be a word like any other. */
function withMeant(text: string, wrong: string, meant: string): string {
  if (!/\{[{%]/.test(text)) return text.replaceAll(wrong, meant);
  return text.replaceAll(/\{\{[^]*?\}\}|\{%[^]*?%\}/g, (source) => source.replaceAll(wrong, meant));
}

function change(remedy: Remedy, { kind, id, content }: DraftEntry, fields: Content, about = ''): Fix {
  const step: Step = { type: 'fields', ref: { kind, id }, before: fieldsNow(content, fields), after: fields };
  return { remedy, about, opens: false, steps: [step] };
}
