/** Texts by language, compiled and checked. */
import type { Text } from '../../schema.ts';
import { MAX_CAPTION_UNITS, MAX_TEXT_UNITS } from '../limits.ts';
import type { Path } from '../problems.ts';
import type { CompiledText, Step } from '../snapshot.ts';
import { checkHtml, plainText } from '../telegram-html.ts';
import type { Template, TemplateMode } from '../template.ts';
import type { Compilation } from './context.ts';

/** The language of last resort, which every text of the shipped configuration has. */
const FALLBACK_LANGUAGE = 'ru';

export interface CompiledByLanguage {
  readonly text: CompiledText;
  /** Each template there is, with its language; an undefined language is every language. */
  readonly all: readonly { readonly language: string | undefined; readonly template: Template; readonly path: Path }[];
}

/** `undefined` where no language's text could be compiled; the problems are reported. */
export function compileText<S extends Step>(
  compilation: Compilation<S>,
  text: Text,
  mode: TemplateMode,
  path: Path,
): CompiledByLanguage | undefined {
  if (typeof text === 'string') {
    const template = compileTemplate(compilation, text, mode, path);
    return template && { text: () => template, all: [{ language: undefined, template, path }] };
  }
  for (const language of compilation.languages) {
    if (!Object.hasOwn(text, language)) compilation.report('translation_missing', path, { language });
  }
  const all = Object.entries(text).flatMap(([language, source]) => {
    const template = compileTemplate(compilation, source, mode, [...path, language]);
    return template === undefined ? [] : [{ language, template, path: [...path, language] }];
  });
  const byLanguage = new Map(all.map(({ language, template }) => [language, template]));
  const fallback = byLanguage.get(FALLBACK_LANGUAGE) ?? all[0]?.template;
  return fallback && { text: (language) => byLanguage.get(language) ?? fallback, all };
}

export function compileTemplate<S extends Step>(
  compilation: Compilation<S>,
  source: string,
  mode: TemplateMode,
  path: Path,
): Template | undefined {
  const compiled = compilation.templates.compile(source, mode);
  if (compiled.ok) return compiled.template;
  const { line, column, detail } = compiled.fault;
  compilation.report('template_broken', path, { line, column, detail });
  return undefined;
}

/** A message as Telegram would judge it, by samples (see `Template.samples`). */
export function compileMessage<S extends Step>(
  compilation: Compilation<S>,
  text: Text,
  path: Path,
  kind: 'text' | 'caption',
): (Pick<CompiledByLanguage, 'text'> & { readonly notice: CompiledText }) | undefined {
  const compiled = compileText(compilation, text, 'html', path);
  for (const each of compiled?.all ?? []) checkMessage(compilation, each.template, each.path, kind);
  if (compiled === undefined) return undefined;
  const notices = new Map(compiled.all.map(({ template }) => [template, unformatted(template)]));
  return {
    text: compiled.text,
    notice: (language) => {
      const template = compiled.text(language);
      return notices.get(template) ?? template;
    },
  };
}

function unformatted(template: Template): Template {
  return Object.freeze({
    ...template,
    render: (...values: Parameters<Template['render']>) => plainText(template.render(...values)),
  });
}

function checkMessage<S extends Step>(
  compilation: Compilation<S>,
  template: Template,
  path: Path,
  kind: 'text' | 'caption',
): void {
  const most = kind === 'text' ? MAX_TEXT_UNITS : MAX_CAPTION_UNITS;
  const samples = template.samples();
  for (const sample of samples) {
    const checked = checkHtml(sample);
    if (!checked.ok) {
      const excerpt = sample.slice(Math.max(0, checked.offset - 10), checked.offset + 30).replaceAll('\n', ' ');
      compilation.report(`html_${checked.problem}`, path, { tag: checked.tag, excerpt });
      return;
    }
    if (checked.length > most) {
      compilation.report(kind === 'text' ? 'text_too_long' : 'caption_too_long', path, {
        length: checked.length,
        most,
      });
      return;
    }
  }
  if (samples.every((sample) => plainText(sample).trim() === '')) compilation.report('text_empty', path);
}
