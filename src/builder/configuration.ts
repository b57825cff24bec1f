import { readFile } from 'node:fs/promises';
import type { Filters } from './rules/template-values.ts';
import { catalogueOf, type Action, type BoundStep } from './actions-catalogue.ts';
import { parseDocument } from './document.ts';
import { compile, type Snapshot } from './rules/compile.ts';
import type { Problem } from './rules/problems.ts';
import type { ConfigDocument } from './schema.ts';
import { LANGUAGES } from '../texts/language.ts';

/** A configuration that runs. */
export interface Configuration {
  readonly document: ConfigDocument;
  readonly snapshot: Snapshot<BoundStep>;
}

/** A document that cannot run, with everything that is wrong with it. */
class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly problems: readonly Problem[];

  constructor(source: string, problems: readonly Problem[]) {
    super(`${source}: ${problems.map(sentence).join('; ')}`);
    this.problems = problems;
  }
}

export const defaultConfiguration = new URL('../../config/default.yaml', import.meta.url);

/**
 * Reads and compiles a configuration file.
 *
 * @throws {ConfigurationError} with every error of the document.
 */
export async function loadConfiguration(
  file: URL,
  options: { readonly actions: readonly Action[]; readonly filters: Filters },
): Promise<Configuration> {
  const parsed = parseDocument(await readFile(file, 'utf8'));
  if (!parsed.ok) throw new ConfigurationError(file.pathname, parsed.problems);
  const compiled = compile(parsed.document, 1, {
    actions: catalogueOf(options.actions),
    filters: options.filters,
    languages: LANGUAGES,
  });
  if (!compiled.ok) throw new ConfigurationError(file.pathname, parsed.locate(compiled.problems));
  return { document: parsed.document, snapshot: compiled.snapshot };
}

function sentence(problem: Problem): string {
  const place = problem.path.join('.');
  return `${place === '' ? '' : `${place}: `}${problem.message.en}`;
}
