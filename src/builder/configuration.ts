import type { Filters } from './rules/template-values.ts';
import { catalogueOf, type Action, type BoundStep } from './actions-catalogue.ts';
import { compileInSlices } from './compile-in-slices.ts';
import type { Snapshot } from './rules/compile.ts';
import { formatPath, type Problem } from './rules/problems.ts';
import type { Published } from './schema.ts';
import { keepSoundMessages } from './sound-messages.ts';
import { LANGUAGES } from '../texts/language.ts';

/** A published version, ready to answer. Nothing in it changes. */
export interface Configuration {
  readonly published: Published;
  readonly snapshot: Snapshot<BoundStep>;
  /** The id of the callback with exactly this data, which is the same in every version; disabled ones have theirs. */
  callbackId(data: string): string | undefined;
  /** The data that the callback with this id has in this version. */
  callbackOf(id: string): string | undefined;
}

/** Makes a published version ready to answer. */
export type Compiler = (published: Published) => Promise<Configuration>;

/** A published version that this program cannot run, such as one that a newer program has published. */
export class UnknownConfiguration extends Error {
  override readonly name = 'UnknownConfiguration';
  readonly code = 'configuration.unknown';

  constructor(version: number, why: string, options?: ErrorOptions) {
    super(`version ${version} does not fit this program: ${why}`, options);
  }
}

/** @returns a compiler that throws `UnknownConfiguration` for what was checked by another program than this one. */
export function createCompiler({
  actions,
  filters,
}: {
  readonly actions: readonly Action[];
  readonly filters: Filters;
}): Compiler {
  const options = { actions: catalogueOf(actions), filters, languages: LANGUAGES, sound: keepSoundMessages() };
  return async (published) => {
    const { version, document, callback_ids: ids } = published;
    const compiled = await compileInSlices(document, version, options);
    if (!compiled.ok) throw new UnknownConfiguration(version, sentence(compiled.problems));
    const pairs = document.callbacks.map(({ callback_data: data }, place) => [data.trim(), ids[place] ?? ''] as const);
    const byData = new Map(pairs);
    const byId = new Map(pairs.map(([data, id]) => [id, data]));
    return Object.freeze({
      published,
      snapshot: compiled.snapshot,
      callbackId: (data: string) => byData.get(data),
      callbackOf: (id: string) => byId.get(id),
    });
  };
}

function sentence(problems: readonly Problem[]): string {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const said = errors.slice(0, 3).map(({ path, message }) => `${formatPath(path)}: ${message.en}`);
  return `${said.join('; ')}${errors.length > said.length ? ` and ${errors.length - said.length} more` : ''}`;
}
