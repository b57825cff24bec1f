import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './trial.ts';

const run = promisify(execFile);
const debian = '/usr/lib/postgresql';

/** A PostgreSQL server of a test's own, which may be treated badly. */
export interface OwnPostgres {
  readonly url: string;
  /** `immediate` is a crash: connections are cut and the server recovers from its log. */
  restart(mode: 'fast' | 'immediate'): Promise<void>;
  stop(): Promise<void>;
  start(): Promise<void>;
  drop(): Promise<void>;
}

/** Makes and starts one in a folder of its own. As root it runs on the account of Debian's package. */
export async function createOwnPostgres(): Promise<OwnPostgres> {
  const bin = newestBin();
  const folder = await mkdtemp(join(tmpdir(), 'minuta-postgres-'));
  const account = process.getuid?.() === 0 ? await accountOf('postgres') : undefined;
  if (account) await chown(folder, account.uid, account.gid);
  const port = await freePort();
  const tool = (name: string, ...words: string[]): Promise<unknown> =>
    run(join(bin, name), words, { cwd: folder, ...account });
  const data = join(folder, 'data');
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${folder}`;
  const control = (...words: string[]): Promise<unknown> =>
    tool('pg_ctl', '-D', data, '-w', '-l', join(folder, 'log'), '-o', options, ...words);
  await tool('initdb', '-D', data, '-U', 'minuta', '-A', 'trust', '--no-sync');
  await control('start');
  return {
    url: `postgres://minuta@127.0.0.1:${port}/postgres`,
    async restart(mode) {
      await control('restart', '-m', mode);
    },
    async stop() {
      await control('stop', '-m', 'fast');
    },
    async start() {
      await control('start');
    },
    async drop() {
      await control('stop', '-m', 'immediate').catch(() => undefined);
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
