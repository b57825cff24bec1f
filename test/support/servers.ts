/**
 * Suites that need a server, or the system's browser. `scripts/servers start` brings the servers up and
 * `scripts/servers env` prints the variables that lead here; without them such a suite is left out and named at the
 * end of the run, and with REQUIRE_SERVERS=1 it fails.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, test } from 'vitest';

/** What a suite may need, and the variable that holds its address (the browser's: its path). */
const variables = {
  PostgreSQL: 'TEST_DATABASE_URL',
  'PostgreSQL replica': 'TEST_DATABASE_REPLICA_URL',
  PgBouncer: 'TEST_PGBOUNCER_URL',
  Redis: 'TEST_REDIS_URL',
  'Redis Cluster': 'TEST_REDIS_CLUSTER_URL',
  RabbitMQ: 'TEST_RABBITMQ_URL',
  Kafka: 'TEST_KAFKA_URL',
  S3: 'TEST_OBJECT_STORE_URL',
  Chromium: 'CHROMIUM_PATH',
} as const;

export type ServerName = keyof typeof variables;

const debianChromium = '/usr/bin/chromium';

declare module 'vitest' {
  interface TaskMeta {
    /** What this suite did not run for lack of, such as a server. */
    lacks?: readonly string[];
  }
}

/** The server's address, or undefined where none is configured. */
export function addressOf(server: ServerName): string | undefined {
  const address = process.env[variables[server]];
  if (address !== undefined && address !== '') return address;
  return server === 'Chromium' && existsSync(debianChromium) ? debianChromium : undefined;
}

/** @throws where it is not configured. */
export function requireAddress(server: ServerName): string {
  const address = addressOf(server);
  if (address === undefined) throw new Error(`${variables[server]} is not set. See scripts/servers.`);
  return address;
}

/** For what a file has for itself on a server that files share. It names the run: see own-traces.ts. */
export function testName(): string {
  const run = process.env['VITEST'] === undefined ? process.pid : process.ppid;
  return `test_${run}_${randomBytes(4).toString('hex')}`;
}

/** A suite that needs these servers; see the head of the file for what happens without them. */
export function describeWith(servers: readonly ServerName[], title: string, body: () => void): void {
  const lacking = servers.filter((server) => addressOf(server) === undefined);
  if (lacking.length === 0) {
    describe(title, body);
  } else if (process.env['REQUIRE_SERVERS'] === '1') {
    const names = lacking.map((server) => variables[server]).join(', ');
    test(`${title}: needs ${lacking.join(', ')}`, () => {
      throw new Error(`REQUIRE_SERVERS=1 and not set: ${names}. See scripts/servers.`);
    });
  } else {
    // The reporter in left-out.ts finds the suite by this meta; a suite needs a test to be shown as skipped.
    describe(title, { meta: { lacks: lacking }, skip: true }, () => {
      test(`needs ${lacking.join(', ')}`, () => {});
    });
  }
}

export interface TestDatabase {
  /** For `pg` and for DATABASE_URL. */
  readonly url: string;
  /** The same on the server's replica, for DATABASE_REPLICA_URL; undefined where none is configured. */
  readonly replicaUrl: string | undefined;
  /** The same through PgBouncer, by transaction; undefined where none is configured. */
  readonly pooledUrl: string | undefined;
  drop(): Promise<void>;
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/**
 * An empty database of its own on the test server, so that files can run side by side.
 * Its commits do not wait for the disk: a test that must survive the server's crash has to say so itself.
 * @throws where PostgreSQL is not configured or cannot be reached.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = requireAddress('PostgreSQL');
  const name = testName();
  await onServer(server, `create database ${name}`);
  await onServer(server, `alter database ${name} set synchronous_commit = off`);
  const at = (address: string): string => Object.assign(new URL(address), { pathname: `/${name}` }).href;
  const [replica, pooled] = [addressOf('PostgreSQL replica'), addressOf('PgBouncer')];
  return {
    url: at(server),
    replicaUrl: replica === undefined ? undefined : at(replica),
    pooledUrl: pooled === undefined ? undefined : at(pooled),
    // `force` ends connections that a failed test left open; it must not leave its database behind as well.
    drop: () => onServer(server, `drop database if exists ${name} with (force)`),
  };
}

/** A suite on a PostgreSQL database of its own, which is dropped afterwards; `url()` is known once the tests run. */
export function describeOnPostgres(title: string, body: (database: { url(): string }) => void): void {
  describeWith(['PostgreSQL'], title, () => {
    let database: TestDatabase | undefined;
    beforeAll(async () => {
      database = await createTestDatabase();
    });
    afterAll(() => database?.drop());
    body({
      url() {
        if (database === undefined)
          throw new Error('the database is made before the first test, not while suites are described');
        return database.url;
      },
    });
  });
}
