/** Texts by language, compiled and checked. */
import { fallbackLanguage } from '../../../texts/language.ts';
import type { Text } from '../../schema.ts';
import { fold } from '../pattern.ts';
import type { Path } from '../problems.ts';
import type { CompiledText, Step } from '../snapshot.ts';
import { plainText } from '../telegram-html.ts';
import type { Template, TemplateMode } from '../template.ts';
import type { Compilation } from './context.ts';

export interface CompiledByLanguage {
  readonly text: CompiledText;
  /** Each template there is, with its language; an undefined language is every language. */
  readonly all: readonly PlacedTemplate[];
}

export interface PlacedTemplate {
  readonly language: string | undefined;
  readonly template: Template;
  readonly path: Path;
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
  reportMissing(compilation, text, path);
  const all = Object.entries(text).flatMap(([language, source]) => {
    const template = compileTemplate(compilation, source, mode, [...path, language]);
    return template === undefined ? [] : [{ language, template, path: [...path, language] }];
  });
  const byLanguage = new Map(all.map(({ language, template }) => [language, template]));
  const fallback = byLanguage.get(fallbackLanguage) ?? all[0]?.template;
  return fallback && { text: (language) => byLanguage.get(language) ?? fallback, all };
}

/** Languages that a text by language does not have. */
export function reportMissing<S extends Step>(compilation: Compilation<S>, text: Text, path: Path): void {
  if (typeof text === 'string') return;
  for (const language of compilation.languages) {
    if (!Object.hasOwn(text, language)) compilation.report('translation_missing', path, { language });
  }
}

export function compileTemplate<S extends Step>(
  compilation: Compilation<S>,
  source: string,
  mode: TemplateMode,
  path: Path,
): Template | undefined {
  const { templates } = compilation;
  const compiled = templates.compile(source, mode);
  if (compiled.ok) {
    checkBraces(compilation, compiled.template, path);
    checkValues(compilation, compiled.template, path);
    return compiled.template;
  }
  const { line, column, detail, unknown } = compiled.fault;
  if (unknown === undefined) compilation.report('template_broken', path, { line, column, detail });
  else {
    const among = unknown.kind === 'filter' ? templates.filterNames : templates.tagNames;
    const params = { name: unknown.name, line, column, known: among.filter((name) => /^\w/.test(name)).join(', ') };
    compilation.report(`unknown_${unknown.kind}`, path, params, { word: unknown.name, among });
  }
  return undefined;
}

function checkBraces<S extends Step>(compilation: Compilation<S>, { source, constant }: Template, path: Path): void {
  // «{name}» by itself may be meant as it is; «{user.first_name}» hardly.
  const found = /\{[a-z_]+\.[a-z_.]+\}(?!\})/.exec(constant ? source : source.replace(/\{\{.*?\}\}|\{%.*?%\}/gs, ''));
  const [excerpt] = found ?? (constant ? /.{0,20}(?:\}\}|%\})/.exec(source) : null) ?? [];
  if (excerpt !== undefined) compilation.report('stray_braces', path, { excerpt: plainText(excerpt) });
}

/** Each name that the program knows nothing of; it would be empty for ever. */
export function checkValues<S extends Step>(compilation: Compilation<S>, { roots }: Template, path: Path): void {
  const { values } = compilation;
  if (values === undefined) return;
  for (const name of roots) {
    const isKnown = values.includes(name) || hasPlace(name, path);
    if (!isKnown) compilation.report('unknown_value', path, { name }, { word: name, among: values });
  }
}

/** Texts without formatting: labels, placeholders, descriptions. @returns samples of it */
export function checkPlain<S extends Step>(
  compilation: Compilation<S>,
  { template, path }: PlacedTemplate,
): readonly string[] {
  const samples = template.samples();
  if (samples.every((sample) => sample.trim() === '')) compilation.report('text_empty', path);
  const [excerpt] = /<\/?(?:b|i|u|s|a|code|pre|strong|em)(?:\s[^<>]*)?>/i.exec(template.source) ?? [];
  if (excerpt !== undefined) compilation.report('label_html', path, { excerpt });
  return samples;
}

/** Names of which a list has each once. */
export function reportRepeated<S extends Step>(
  compilation: Compilation<S>,
  seen: Set<string>,
  { language, template, path }: PlacedTemplate,
): void {
  const key = `${language ?? ''} ${fold(plainText(template.source).trim())}`;
  if (seen.has(key)) compilation.report('name_twice', path, { name: template.source });
  seen.add(key);
}

/** Names that mean something in one kind of place only. */
function hasPlace(name: string, path: Path): boolean {
  if (name === 'item') return path.includes('keyboards');
  // No message may show one; where an action cannot use it, it is empty.
  return name === 'secret' && path.includes('action');
}
