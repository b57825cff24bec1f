/** One button, checked by itself; where its press leads is checked in `references.ts`. */
import type { Button, EachButton } from '../../schema.ts';
import { MAX_DATA_BYTES, READABLE_LABEL_UNITS, USUAL_VALUE_UNITS, utf8Bytes } from '../limits.ts';
import type { Path } from '../problems.ts';
import type { CompiledButton, Step } from '../snapshot.ts';
import { SAMPLE_TEXT, type Template } from '../template.ts';
import type { Compilation } from './context.ts';
import { checkPlain, type CompiledByLanguage, compileTemplate, compileText } from './texts.ts';

export interface CheckedButton {
  readonly compiled: CompiledButton;
  readonly labels: CompiledByLanguage['all'];
  /** Also of reply buttons, whose press is a text and is led back to this. */
  readonly data?: Template;
}

/** `kind` is undefined for a button that is on no keyboard yet. */
export function compileButton<S extends Step>(
  compilation: Compilation<S>,
  button: Button | EachButton,
  kind: 'reply' | 'inline' | undefined,
  path: Path,
): CheckedButton | undefined {
  const label = compileText(compilation, button.label, 'plain', [...path, 'label']);
  for (const each of label?.all ?? []) {
    const length = checkPlain(compilation, each).at(-1)?.trim().length ?? 0;
    const most = READABLE_LABEL_UNITS;
    if (length > most) compilation.report('label_long', each.path, { length, most });
  }
  const data = button.data === undefined ? undefined : compileData(compilation, button.data, [...path, 'data']);
  const when =
    button.when === undefined ? undefined : compileTemplate(compilation, button.when, 'plain', [...path, 'when']);
  if (when?.constant === true) compilation.report('condition_constant', [...path, 'when'], { condition: when.source });
  const effect = 'each' in button ? {} : compileEffect(compilation, button, kind, path);
  const acts = button.data !== undefined || Object.keys(effect).length > 0;
  if (kind === 'inline' && !acts) compilation.report('button_without_effect', path);
  if (label === undefined) return undefined;
  const compiled: CompiledButton = Object.freeze({
    kind: 'button',
    label: label.text,
    ...effect,
    ...(when === undefined ? {} : { when }),
    ...(data === undefined || kind === 'reply' ? {} : { data }),
  });
  return { compiled, labels: label.all, ...(data === undefined ? {} : { data }) };
}

function compileData<S extends Step>(compilation: Compilation<S>, source: string, path: Path): Template | undefined {
  const data = compileTemplate(compilation, source, 'plain', path);
  if (data === undefined) return undefined;
  // With nothing in its expressions it is as short as it gets; what they add is known only when it is rendered.
  const samples = data.samples();
  const shortest = samples.at(-1)?.trim() ?? '';
  const bytes = utf8Bytes(shortest);
  const most = MAX_DATA_BYTES;
  if (bytes > most) compilation.report('data_too_long', path, { bytes, most });
  else {
    const usual = Math.max(...samples.map(usualBytes));
    if (usual > most) compilation.report('data_may_be_long', path, { bytes: usual, most });
  }
  if (data.constant && shortest === '') compilation.report('data_empty', path);
  return data;
}

function usualBytes(sample: string): number {
  const values = sample.split(SAMPLE_TEXT).length - 1;
  return utf8Bytes(sample.trim()) + values * (USUAL_VALUE_UNITS - SAMPLE_TEXT.length);
}

function compileEffect<S extends Step>(
  compilation: Compilation<S>,
  button: Button,
  kind: 'reply' | 'inline' | undefined,
  path: Path,
): Pick<CompiledButton, 'url' | 'webApp' | 'requests'> {
  const refuse = (effect: string) => {
    if (kind !== undefined) compilation.report('button_wrong_kind', [...path, effect], { effect, kind });
  };
  if (button.url !== undefined) {
    if (kind === 'reply') refuse('url');
    checkUrl(compilation, button.url, ['https:', 'http:', 'tg:'], [...path, 'url']);
    return { url: button.url };
  }
  if (button.web_app !== undefined) {
    checkUrl(compilation, button.web_app, ['https:'], [...path, 'web_app']);
    return { webApp: button.web_app };
  }
  if (button.request_contact === true) {
    if (kind === 'inline') refuse('request_contact');
    return { requests: 'contact' };
  }
  if (button.request_location === true) {
    if (kind === 'inline') refuse('request_location');
    return { requests: 'location' };
  }
  return {};
}

export function checkUrl<S extends Step>(
  compilation: Compilation<S>,
  url: string,
  schemes: readonly string[],
  path: Path,
): void {
  const parsed = URL.parse(url);
  const fits = parsed !== null && schemes.includes(parsed.protocol) && isPublic(parsed) && !/\{\{|\s/.test(url);
  if (!fits) compilation.report('bad_url', path, { url, schemes: schemes.map((scheme) => `${scheme}//…`).join(', ') });
}

/** Telegram takes no address without a dot, such as `http://localhost`. */
function isPublic({ protocol, hostname }: URL): boolean {
  return protocol === 'tg:' || hostname.includes('.') || hostname.startsWith('[');
}
