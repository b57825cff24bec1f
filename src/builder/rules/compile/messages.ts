/** Messages, captions and notices, as Telegram would judge them. */
import type { Text } from '../../schema.ts';
import { MAX_CAPTION_UNITS, MAX_NOTICE_UNITS, MAX_TEXT_UNITS, USUAL_VALUE_UNITS } from '../limits.ts';
import type { Path } from '../problems.ts';
import type { CompiledText, Step } from '../snapshot.ts';
import { checkHtml, plainText } from '../telegram-html.ts';
import { SAMPLE_TEXT, type Template } from '../template.ts';
import type { Compilation, CompiledMessage } from './context.ts';
import { type CompiledByLanguage, compileText, type PlacedTemplate } from './texts.ts';

const LIMITS = { text: MAX_TEXT_UNITS, caption: MAX_CAPTION_UNITS, notice: MAX_NOTICE_UNITS } as const;

/** How a message is shown: which of Telegram's limits it must keep to. */
export type Shown = keyof typeof LIMITS;

/** Checked by samples (see `Template.samples`) for each way in which it is shown. */
export function compileMessage<S extends Step>(
  compilation: Compilation<S>,
  text: Text,
  path: Path,
  shown: readonly Shown[],
): CompiledMessage | undefined {
  const { sound } = compilation;
  const key = sound === undefined ? '' : JSON.stringify([text, shown]);
  const known = sound?.get(key);
  if (known !== undefined) return known;
  const reports = compilation.reports();
  const compiled = compileText(compilation, text, 'html', path);
  for (const each of compiled?.all ?? []) checkMessage(compilation, each, shown);
  if (compiled === undefined) return undefined;
  const message = { text: compiled.text, notice: withoutFormatting(compiled) };
  // What is wrong with a message has to be said anew, of its place.
  if (compilation.reports() === reports) sound?.set(key, message);
  return message;
}

function withoutFormatting({ text, all }: CompiledByLanguage): CompiledText {
  const notices = new Map(all.map(({ template }) => [template, unformatted(template)]));
  return (language) => {
    const template = text(language);
    return notices.get(template) ?? template;
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
  { template, path }: PlacedTemplate,
  shown: readonly Shown[],
): void {
  const samples = template.samples();
  let longest = { least: 0, usual: 0 };
  for (const sample of samples) {
    const checked = checkHtml(sample);
    if (!checked.ok) {
      const { tag, offset } = checked;
      // What stands for values is nothing that anybody wrote.
      const near = sample.slice(Math.max(0, offset - 10), offset + 30);
      const excerpt = near.replaceAll(SAMPLE_TEXT, '…').replaceAll('\n', ' ');
      compilation.report(`html_${checked.problem}`, path, { tag, excerpt });
      return;
    }
    const { least, usual } = lengths(sample, checked.length);
    longest = { least: Math.max(longest.least, least), usual: Math.max(longest.usual, usual) };
    // The last one has no values, and an address without its value is none.
    if (!template.constant && sample === samples.at(-1)) continue;
    for (const { what, tag, value } of checked.notes) {
      if (!value.includes(SAMPLE_TEXT)) compilation.report(`html_${what}`, path, { tag, value });
    }
  }
  for (const kind of shown) {
    const most = LIMITS[kind];
    if (longest.least > most) compilation.report(`${kind}_too_long`, path, { length: longest.least, most });
    else if (longest.usual > most) compilation.report(`${kind}_may_be_long`, path, { length: longest.usual, most });
  }
  if (samples.every((sample) => plainText(sample).trim() === '')) compilation.report('text_empty', path);
}

/** How long a text is without its values, and with values of a usual length. */
function lengths(sample: string, length: number): { least: number; usual: number } {
  const values = sample.split(SAMPLE_TEXT).length - 1;
  const least = length - values * SAMPLE_TEXT.length;
  return { least, usual: least + values * USUAL_VALUE_UNITS };
}
