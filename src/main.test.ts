import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDataFolder } from '../test/support/data-folder.ts';
import { ensureFirstAdministrator } from './accounts/first-administrator.ts';
import { createPasswords } from './accounts/passwords.ts';
import { openDatabase } from './platform/database/database.ts';

const main = fileURLToPath(new URL('../bin/main.js', import.meta.url));
const shipped = fileURLToPath(new URL('../config/default.yaml', import.meta.url));
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'minuta-main-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Milliseconds after which something hangs: the embedded database takes seconds, and more where others work beside. */
const longest = 150_000;

/** Runs the program until it ends, with no settings but these. */
function minuta(words: readonly string[], settings: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return new Promise((resolve) => {
    const env = { PATH: process.env['PATH'] ?? '', DATA_DIR: join(folder, 'data'), PORT: '0', ...settings };
    const child = execFile(process.execPath, [main, ...words], { env, timeout: longest }, (_, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

/** What every failure has: a code, nothing on standard output, and one line that says why. */
function failsWith({ code, out, err }: Ended, line: RegExp): void {
  expect({ code, out, lines: err.trimEnd().split('\n').length }).toEqual({ code: 1, out: '', lines: 1 });
  expect(err).toMatch(line);
}

/** Writes a configuration file. @returns where. */
async function file(text: string): Promise<string> {
  const path = join(folder, 'bot.yaml');
  await writeFile(path, text);
  return path;
}

describe('the command line', () => {
  it.each(['--help', '-h', 'start --help', 'config validate --help'])('says what it can do (%s)', async (words) => {
    const { code, out, err } = await minuta(words.split(' '));
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const command of ['minuta start', 'minuta admin reset-password', 'minuta migrate', 'minuta config validate'])
      expect(out).toContain(command);
  });

  it('refuses a command it does not know', async () => {
    failsWith(await minuta(['strat']), /^minuta: there is no command strat; see minuta --help$/m);
  });

  it('refuses an option it does not know', async () => {
    failsWith(await minuta(['start', '--fast']), /^minuta: .*--fast/m);
  });

  it('refuses a role it does not know, and names those it knows', async () => {
    failsWith(await minuta(['start', 'bot', 'boss']), /^minuta: there is no role boss; the roles are .*bot.*worker/m);
  });

  it('refuses a setting that makes no sense before anything is made', async () => {
    failsWith(await minuta(['start'], { PORT: 'many', DATA_DIR: join(folder, 'never') }), /^minuta: PORT /m);
    expect(existsSync(join(folder, 'never'))).toBe(false);
    failsWith(
      await minuta(['migrate'], { DATABASE_URL: 'mysql://x' }),
      /^minuta: DATABASE_URL must begin with postgres/m,
    );
  });

  it('D1 migrates, and then has nothing left to do', async () => {
    const settings = { DATA_DIR: join(folder, 'migrated') };
    expect(await minuta(['migrate'], settings)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^Applied: 0001_/),
    });
    expect(await minuta(['migrate'], settings)).toEqual({ code: 0, out: 'The schema is up to date.\n', err: '' });
  });

  it('A2 resets a password, unless the embedded database is in use or nobody has the login', async () => {
    const settings = { DATA_DIR: await createDataFolder('locked-out') };
    const database = await openDatabase({ dataDir: settings.DATA_DIR });
    const first = { login: 'anna', password: 'forgotten since' };
    await ensureFirstAdministrator({ queries: database.queries, passwords: createPasswords() }, first);
    failsWith(await minuta(['admin', 'reset-password'], settings), /is in use by another process/);
    await database.close();
    failsWith(await minuta(['admin', 'reset-password', 'boris'], settings), /there is no administrator boris/);
    expect(await minuta(['admin', 'reset-password'], settings)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^The password of anna is now \w{4}(-\w{4}){3} /),
    });
    failsWith(await minuta(['admin', 'frobnicate'], settings), /use: minuta admin reset-password \[LOGIN\]/);
  });

  it('D1 refuses to start on an older schema where migrations are off, and says how to go on', async () => {
    const settings = { DATA_DIR: join(folder, 'older') };
    const database = await openDatabase({ dataDir: settings.DATA_DIR });
    await sql`select 1`.execute(database.queries);
    await database.close();
    const ended = await minuta(['start', 'bot'], {
      ...settings,
      MIGRATE: 'off',
      LOG_LEVEL: 'fatal',
      BOT_TOKEN: '1:x',
      TELEGRAM_API_ROOT: 'http://127.0.0.1:1',
    });
    failsWith(ended, /lacks migration 0001_\w+\.sql; run «minuta migrate» or set MIGRATE=on/);
  });
});

describe('checking a configuration file', () => {
  it('C12 finds nothing wrong with the one that is shipped', async () => {
    const { code, out, err } = await minuta(['config', 'validate', shipped]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/no errors, 0 warnings/);
  });

  it('C12 tells every error with its line, and fails', async () => {
    const path = await file(
      [
        'minuta: 1',
        'handlers:',
        '  - pattern: /start',
        '    action: goto nowhere',
        '  - pattern: "re:("',
        '    action: send',
        '    message: <b>open',
      ].join('\n'),
    );
    const { code, out, err } = await minuta(['config', 'validate', path]);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(`${path}:4:`);
    expect(err).toContain(`${path}:5:`);
    expect(err).toContain(`${path}:7:`);
    expect(err).toMatch(/minuta: .*bot\.yaml: \d+ errors\n$/);
  });

  it('C12 says so of what is no configuration at all, and of a file that is not there', async () => {
    expect(await minuta(['config', 'validate', await file('- just\n- a list\n')])).toMatchObject({ code: 1, out: '' });
    failsWith(await minuta(['config', 'validate', join(folder, 'missing.yaml')]), /^minuta: .*missing\.yaml/m);
    failsWith(await minuta(['config', 'validate']), /use: minuta config export/);
    failsWith(await minuta(['config', 'frobnicate', 'x']), /use: minuta config export/);
  });
});
