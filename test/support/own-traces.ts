import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { addressOf } from './servers.ts';

let folder: string | undefined;

/**
 * Vitest calls it before a run: gives the run a folder of its own for what is passing, which its workers take for the
 * system's, and clears away what runs that were killed have left.
 */
export async function setup(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const [, run] = /^minuta-run-(\d+)-/.exec(name) ?? [];
    if (run !== undefined && !isRunning(Number(run))) await removeFolder(join(tmpdir(), name));
  }
  folder = await mkdtemp(join(tmpdir(), `minuta-run-${process.pid}-`));
  // Servers on an account of their own have theirs inside.
  await chmod(folder, 0o755);
  process.env['TMPDIR'] = folder;
  await dropDatabases((run) => !isRunning(run));
}

/** Vitest calls it after a run: nothing stays, not even of a test that failed halfway. */
export async function teardown(): Promise<void> {
  await dropDatabases((run) => run === process.pid);
  if (folder !== undefined) await removeFolder(folder);
}

/** What something still holds, such as a mounted disk, is no reason for a run to fail. */
async function removeFolder(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true }).catch(() => undefined);
}

/** Only where the server is this machine's: elsewhere nobody here knows which runs go on. */
async function dropDatabases(isOver: (run: number) => boolean): Promise<void> {
  const url = addressOf('PostgreSQL');
  if (url === undefined || new URL(url).hostname !== '127.0.0.1') return;
  const client = new Client({ connectionString: url });
  try {
    await client.connect();
    const { rows } = await client.query<{ name: string }>(
      "select datname as name from pg_database where datname ~ '^test_[0-9]+_[0-9a-f]{8}$'",
    );
    for (const { name } of rows)
      if (isOver(Number(name.split('_')[1]))) await client.query(`drop database if exists ${name} with (force)`);
  } catch {
    // A server that is away has its own tests to say so.
  } finally {
    await client.end();
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
