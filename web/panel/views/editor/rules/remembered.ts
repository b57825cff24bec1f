/** What a bot itself remembers about people: its own values, which the program cannot know beforehand. */
import type { DraftEntry } from '../../../api/configuration.ts';
import type { Registry, ValueWords, Vocabulary } from '../../../editor-parts/configuration.ts';
import { argumentsOf } from '../../../editor-parts/steps/argument-schema.ts';
import { readSteps, type Step } from '../../../editor-parts/steps/steps.ts';
import { actionOf } from '../typed.ts';

/** What an answer is kept as, by the kind of the question. */
const typeOfAnswer: Readonly<Record<string, ValueWords['type']>> = { number: 'number', date: 'day', text: 'text' };

/** The names under which steps keep something, each once, in the order of the entries. */
export function rememberedValues(entries: readonly DraftEntry[], registry: Registry): readonly ValueWords[] {
  const fields = new Map(
    registry.map((action) => [
      action.name,
      argumentsOf(action, 'en').flatMap(({ name, shape }) =>
        shape.kind === 'form' && shape.form === 'variable' ? [name] : [],
      ),
    ]),
  );
  const values = new Map<string, ValueWords>();
  for (const { content } of entries)
    for (const step of readSteps(actionOf(content)) ?? [])
      for (const field of fields.get(step.name) ?? []) {
        const name = step.fields?.[field];
        if (typeof name === 'string' && name !== '' && !values.has(name)) values.set(name, remembered(name, step));
      }
  return [...values.values()];
}

/** With the bot's own values before all others, in place of the example of one. */
export function withRemembered(vocabulary: Vocabulary, values: readonly ValueWords[]): Vocabulary {
  if (values.length === 0) return vocabulary;
  return {
    ...vocabulary,
    values: [...values, ...vocabulary.values.filter(({ name }) => !name.startsWith('vars.'))],
  };
}

function remembered(name: string, { name: action, fields }: Step): ValueWords {
  const isAnswer = action === 'ask';
  const kind = fields?.['kind'] ?? 'text';
  return {
    name: `vars.${name}`,
    type: (isAnswer && typeof kind === 'string' ? typeOfAnswer[kind] : undefined) ?? 'any',
    ru: isAnswer ? `ответ, запомнен как ${name}` : `запомнено как ${name}`,
    en: isAnswer ? `the answer kept as ${name}` : `kept as ${name}`,
  };
}
