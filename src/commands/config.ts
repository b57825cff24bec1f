import { readFile } from 'node:fs/promises';
import { catalogueOf } from '../builder/actions-catalogue.ts';
import { parseDocument } from '../builder/document.ts';
import { compile } from '../builder/rules/compile.ts';
import { formatPath, type Problem } from '../builder/rules/problems.ts';
import { SettingsError } from '../config.ts';
import { allActions } from '../roles/actions.ts';
import { filters } from '../texts/filters.ts';
import { LANGUAGES } from '../texts/language.ts';

/** `minuta config validate FILE`: every problem with its place; fails where there is an error. */
export async function runConfig([command, file]: readonly string[]): Promise<void> {
  if (command !== 'validate' || file === undefined) throw new SettingsError('use: minuta config validate FILE');
  const parsed = parseDocument(await readFile(file, 'utf8'));
  const problems = parsed.ok ? parsed.locate(check(parsed.document)) : parsed.problems;
  for (const problem of problems) process.stderr.write(`${file}:${describe(problem)}\n`);
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  if (errors > 0) throw new SettingsError(`${file}: ${errors} errors`);
  process.stdout.write(`${file}: no errors, ${problems.length} warnings\n`);
}

function check(document: Parameters<typeof compile>[0]): readonly Problem[] {
  const compiled = compile(document, 1, { actions: catalogueOf(allActions), filters, languages: LANGUAGES });
  return compiled.ok ? compiled.warnings : compiled.problems;
}

function describe({ line, column, severity, path, message, proposal }: Problem): string {
  const said = [message.en, proposal?.en].filter((text) => text !== undefined).join('. ');
  return `${line ?? 1}:${column ?? 1}: ${severity}: ${formatPath(path)}: ${said}`;
}
