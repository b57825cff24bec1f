import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './trial.ts';

const run = promisify(execFile);
const debian = '/usr/lib/postgresql';

/** A folder and a port for a PostgreSQL of a test's own. As root it runs on the account of Debian's package. */
export interface PostgresPlace {
  /** Where its data belong; not there yet. */
  readonly data: string;
  readonly url: string;
  /** Runs one of PostgreSQL's programs. */
  tool(name: string, ...words: string[]): Promise<unknown>;
  /** @param settings `name=value`, in force until the next start. */
  start(...settings: readonly string[]): Promise<void>;
  /** `immediate` is a crash: connections are cut, and the server recovers from its log when it starts. */
  stop(mode: 'fast' | 'immediate'): Promise<void>;
  drop(): Promise<void>;
}

/** @param parent the folder to make its own in; the system's for what is passing unless told. */
export async function openPostgresPlace(parent: string = tmpdir()): Promise<PostgresPlace> {
  const bin = newestBin();
  const folder = await mkdtemp(join(parent, 'minuta-postgres-'));
  const account = process.getuid?.() === 0 ? await accountOf('postgres') : undefined;
  if (account) await chown(folder, account.uid, account.gid);
  const port = await freePort();
  const data = join(folder, 'data');
  const tool = (name: string, ...words: string[]): Promise<unknown> =>
    run(join(bin, name), words, { cwd: folder, ...account });
  const control = (...words: string[]): Promise<unknown> => tool('pg_ctl', '-D', data, '-w', '-t', '300', ...words);
  const stop = async (mode: 'fast' | 'immediate'): Promise<void> => {
    await control('stop', '-m', mode);
  };
  return {
    data,
    url: `postgres://minuta@127.0.0.1:${port}/postgres`,
    tool,
    async start(...settings) {
      const own = ['listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`, ...settings];
      // A shell takes these words apart again.
      const options = [`-p ${port}`, ...own.map((setting) => `-c '${setting}'`)].join(' ');
      await control('-l', join(folder, 'log'), '-o', options, 'start');
    },
    stop,
    async drop() {
      await stop('immediate').catch(() => undefined);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function newestBin(): string {
  const versions = existsSync(debian) ? readdirSync(debian).toSorted((one, other) => Number(other) - Number(one)) : [];
  const bin = versions.map((version) => join(debian, version, 'bin')).find((path) => existsSync(join(path, 'initdb')));
  if (bin === undefined) throw new Error('no PostgreSQL to start is installed');
  return bin;
}

async function accountOf(name: string): Promise<{ uid: number; gid: number }> {
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map(async (flag) => Number((await run('id', [flag, name])).stdout)),
  );
  if (uid === undefined || gid === undefined) throw new Error(`no account ${name}`);
  return { uid, gid };
}
