import { readFile, writeFile } from 'node:fs/promises';
import { text as readStream } from 'node:stream/consumers';
import type { Actor } from '../builder/actor.ts';
import { readForExport, toYaml } from '../builder/export.ts';
import { checkFile, importFile } from '../builder/import.ts';
import { publish } from '../builder/publish.ts';
import { publishedVersion } from '../builder/published.ts';
import { formatPath, type Problem } from '../builder/rules/problems.ts';
import { SettingsError, type Settings } from '../config.ts';
import { operator, recordAudit } from '../accounts/audit.ts';
import { checker, references } from '../roles/checking.ts';
import { withConfiguration } from './with-configuration.ts';

export interface ConfigOptions {
  /** Of import: leave it in the draft. Of export: the draft instead of what runs. */
  readonly isDraft: boolean;
  /** What an import is noted with. */
  readonly note: string | undefined;
}

const usage =
  'use: minuta config export [FILE] [--draft] | import FILE [--draft] [--note TEXT] | validate FILE; - is standard input or output';

/**
 * `minuta config export|import|validate FILE`. An import is published; where the file has an error, nothing of it gets
 * in. Problems go to standard error, each with its place.
 *
 * @throws {SettingsError} for one line to the operator.
 */
export async function runConfig(
  [command, file, ...rest]: readonly string[],
  { isDraft, note }: ConfigOptions,
  settings: () => Settings,
): Promise<void> {
  const isMistaken = rest.length > 0 || (note !== undefined && (command !== 'import' || isDraft));
  if (isMistaken) throw new SettingsError(usage);
  if (command === 'validate' && file !== undefined && !isDraft) return validate(file);
  if (command === 'export') return exportTo(file ?? '-', isDraft, settings());
  if (command === 'import' && file !== undefined) return importFrom(file, { isDraft, note }, settings());
  throw new SettingsError(usage);
}

async function validate(file: string): Promise<void> {
  const { ok, problems } = await checkFile(checker, await readText(file));
  tell(file, problems);
  if (!ok) throw refused(file, problems);
  process.stdout.write(`${file}: no errors, ${problems.length} warnings\n`);
}

async function exportTo(file: string, isDraft: boolean, settings: Settings): Promise<void> {
  const yaml = await withConfiguration(settings, async ({ queries }) => {
    const exported = await readForExport(queries, isDraft ? 'draft' : await publishedVersion(queries));
    if (exported === null) throw new Error('what runs is not there');
    return toYaml(exported);
  });
  if (file === '-') process.stdout.write(yaml);
  else await writeFile(file, yaml);
}

async function importFrom(file: string, { isDraft, note }: ConfigOptions, settings: Settings): Promise<void> {
  const text = await readText(file);
  // Before the database is opened: what is wrong with a file does not depend on it.
  const checked = await checkFile(checker, text);
  tell(file, checked.problems);
  if (!checked.ok) throw refused(file, checked.problems);
  const said = await withConfiguration(settings, async (publishing) => {
    const imported = await importFile({ ...publishing, references }, by, { text });
    if (!imported.ok) throw refused(file, imported.problems);
    const { revision } = imported;
    if (isDraft) return `${file} is the draft now; nothing was published`;
    const published = await publish(publishing, {
      by,
      ...(note === undefined ? {} : { note }),
      // What somebody else did to the draft meanwhile is theirs to publish.
      guard: async (present) => {
        if (present !== revision) throw new SettingsError('the draft was changed meanwhile; nothing was published');
      },
    });
    if (!published.ok) throw refused(file, published.problems);
    const { version, replicas } = published;
    const running = replicas.filter((replica) => replica.version >= version).length;
    return `${file} is version ${version}; ${running} of ${replicas.length} running processes have it`;
  });
  process.stdout.write(`${said}\n`);
}

const by: Actor = { name: operator.name, record: (transaction, deed) => recordAudit(transaction, operator, deed) };

function readText(file: string): Promise<string> {
  return file === '-' ? readStream(process.stdin) : readFile(file, 'utf8');
}

function tell(file: string, problems: readonly Problem[]): void {
  for (const problem of problems) process.stderr.write(`${file}:${describe(problem)}\n`);
}

function refused(file: string, problems: readonly Problem[]): SettingsError {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  return new SettingsError(`${file}: ${errors} errors`);
}

function describe({ line, column, severity, path, message, proposal }: Problem): string {
  const said = [message.en, proposal?.en].filter((text) => text !== undefined).join('. ');
  const place = path.length === 0 ? '' : `${formatPath(path)}: `;
  return `${line ?? 1}:${column ?? 1}: ${severity}: ${place}${said}`;
}
