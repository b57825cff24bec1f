import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDataFolder } from '../../test/support/data-folder.ts';
import { describeOnPostgres } from '../../test/support/servers.ts';
import { openDatabase } from '../platform/database/database.ts';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));
const shipped = fileURLToPath(new URL('../../config/default.yaml', import.meta.url));

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function suite(settings: () => Readonly<Record<string, string>>): void {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'minuta-config-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** Runs the program until it ends. @param input on its standard input. */
  function minuta(words: readonly string[], input = '', more: Readonly<Record<string, string>> = {}): Promise<Ended> {
    return new Promise((resolve) => {
      const env = { PATH: process.env['PATH'] ?? '', DATA_DIR: join(folder, 'data'), ...settings(), ...more };
      const child = execFile(process.execPath, [main, ...words], { env, timeout: 150_000 }, (_, out, err) =>
        resolve({ code: child.exitCode ?? -1, out, err }),
      );
      child.stdin?.end(input);
    });
  }

  it('says what a new database lacks where it must not be migrated', async () => {
    const refused = await minuta(['config', 'export'], '', { MIGRATE: 'off' });
    expect(refused).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(/^minuta: .*lacks migration 0001.*minuta migrate.*\n$/),
    });
  });

  it('C12 exports what ships as the very file, imports a changed one, and exports that', async () => {
    const path = join(folder, 'bot.yaml');
    expect(await minuta(['config', 'export', path])).toEqual({ code: 0, out: '', err: '' });
    const text = await readFile(path, 'utf8');
    expect(text).toBe(await readFile(shipped, 'utf8'));
    const changed = `${text}# At the end.\n`.replace('Привет, ', 'Здравствуйте, ');
    await writeFile(path, changed);
    const imported = await minuta(['config', 'import', path, '--note', 'more polite']);
    expect(imported).toEqual({ code: 0, err: '', out: `${path} is version 2; 0 of 0 running processes have it\n` });
    expect(await minuta(['config', 'export'])).toEqual({ code: 0, err: '', out: changed });
  });

  it('C12 takes a file on standard input into the draft, and gives the draft', async () => {
    const file = 'minuta: 1\n\nhandlers:\n  - pattern: /start\n    action: send\n    message: Hi\n';
    const imported = await minuta(['config', 'import', '-', '--draft'], file);
    expect(imported).toMatchObject({ code: 0, out: '- is the draft now; nothing was published\n' });
    expect((await minuta(['config', 'export', '-', '--draft'])).out).toContain(file.slice(0, -1));
    expect((await minuta(['config', 'export', '-'])).out).toContain('Здравствуйте');
  });

  it('C12 tells everything that is wrong with a file, with its line, and takes nothing of it', async () => {
    const before = await minuta(['config', 'export']);
    const file = 'minuta: 1\nhandlers:\n  - pattern: re:(\n    action: fly\n    message: <b>x\n';
    const { code, out, err } = await minuta(['config', 'import', '-'], file);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    for (const line of [3, 4, 5]) expect(err).toMatch(new RegExp(`^-:${line}:\\d+: error: handlers\\[0\\]`, 'm'));
    expect(err).toMatch(/^minuta: -: \d+ errors$/m);
    expect(await minuta(['config', 'export'])).toEqual(before);
  });
}

// The program starts several times, and the embedded database takes seconds to be made.
describe('the configuration at the command line, embedded', { timeout: 240_000 }, () => {
  suite(() => ({}));

  it('says so in one line where a running process has the database', async () => {
    const folder = await createDataFolder('config');
    const database = await openDatabase({ dataDir: folder });
    await sql`select 1`.execute(database.queries);
    const run = (words: readonly string[]): Promise<Ended> =>
      new Promise((resolve) => {
        const env = { PATH: process.env['PATH'] ?? '', DATA_DIR: folder };
        const child = execFile(process.execPath, [main, ...words], { env }, (_, out, err) =>
          resolve({ code: child.exitCode ?? -1, out, err }),
        );
      });
    expect(await run(['config', 'export'])).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(/^minuta: \S+ is in use by another process; stop that one first\n$/),
    });
    await database.close();
    await rm(folder, { recursive: true });
  });
});

describeOnPostgres('the configuration at the command line, PostgreSQL', (server) => {
  suite(() => ({ DATABASE_URL: server.url() }));
});
