import type { Person } from '../people/person.ts';
import type { Statement } from '../platform/database/session.ts';
import { textIn } from '../texts/language.ts';
import { addReadyMade, type ActivityName } from './activities.ts';
import { parseName } from './rules/names.ts';

/** What the configuration has ready: a text for everybody, or one per language. */
type ReadyMade = string | Readonly<Record<string, string>>;

/** Gives newcomers the activities that the configuration has ready, each person in their language. */
export function giveReadyMade(
  newcomers: readonly Pick<Person, 'id' | 'language'>[],
  readyMade: readonly ReadyMade[],
): readonly Statement[] {
  const rows = newcomers.flatMap(({ id, language }) =>
    readyMadeNames(readyMade, language).map((name) => ({ userId: id, name })),
  );
  return rows.length > 0 ? [addReadyMade(rows)] : [];
}

/** Their names in a language; what is no name is left out, and so is what another one has. */
export function readyMadeNames(readyMade: readonly ReadyMade[], language: string): readonly ActivityName[] {
  const names = new Map<string, ActivityName>();
  for (const text of readyMade) {
    const parsed = parseName(textIn(text, language));
    if (parsed.ok && !names.has(parsed.key)) names.set(parsed.key, { name: parsed.name, key: parsed.key });
  }
  return [...names.values()];
}
