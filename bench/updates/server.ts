/** The PostgreSQL server under both bots: a fresh database for each, and what its processes cost. */
import { Client } from 'pg';
import { z } from 'zod';
import { cpuSeconds } from './process-cost.ts';

export interface Server {
  readonly version: string;
  /** Makes an empty database, dropping one that an earlier run left, and gives its address. */
  freshDatabase(name: string): Promise<string>;
  dropDatabase(name: string): Promise<void>;
  /** Writes out what is dirty, so that one bot's pages are not written on another's time. */
  checkpoint(): Promise<void>;
  /** Seconds of CPU of all its processes since it began. */
  cpuSeconds(): number;
  close(): Promise<void>;
}

/** Any number that nothing else locks. */
const benchLock = 7_305_217;

/**
 * @throws where another benchmark runs; where commits would not be durable: such figures would say nothing about a real server; and where the server
 *   is on another machine, whose CPU cannot be seen.
 */
export async function openServer(url: string): Promise<Server> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const setting = async (name: string): Promise<string> => {
    const { rows } = await client.query<{ value: string }>('select current_setting($1) as value', [name]);
    return rows[0]?.value ?? '';
  };
  for (const name of ['fsync', 'synchronous_commit', 'full_page_writes']) {
    if ((await setting(name)) !== 'on') throw new Error(`PostgreSQL runs with ${name} off; its figures would be wrong`);
  }
  // Two runs would drop each other's databases, and neither's figures would mean anything.
  const { rows: locks } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [
    benchLock,
  ]);
  if (locks[0]?.taken !== true) throw new Error('another benchmark is running on this PostgreSQL');
  const { rows } = await client.query("select split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::int as pid");
  const [{ pid }] = z.tuple([z.object({ pid: z.number() })]).parse(rows);
  if (cpuSeconds(pid) === 0) throw new Error('PostgreSQL does not run on this machine, so its CPU cannot be measured');
  const version = await setting('server_version');
  const drop = (name: string) => client.query(`drop database if exists ${client.escapeIdentifier(name)} with (force)`);
  return {
    version,
    async freshDatabase(name) {
      await drop(name);
      await client.query(`create database ${client.escapeIdentifier(name)}`);
      const address = new URL(url);
      address.pathname = `/${name}`;
      return address.href;
    },
    async dropDatabase(name) {
      await drop(name);
    },
    async checkpoint() {
      await client.query('checkpoint');
    },
    cpuSeconds: () => cpuSeconds(pid),
    close: () => client.end(),
  };
}
