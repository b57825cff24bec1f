/**
 * How soon the whole of Minuta is ready, and what it takes while nobody uses it: `node bench/start.ts`.
 *
 * Option: --times 3. The figures on PostgreSQL need TEST_DATABASE_URL (`scripts/servers env`) and are left out without
 * it. Missed targets are printed, as a busy machine misses them too.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { freePort, memory, startProcess } from './updates/contestants.ts';
import { residentMegabytes } from './updates/process-cost.ts';
import { median } from './updates/report.ts';
import { openServer } from './updates/server.ts';

const { values } = parseArgs({ options: { times: { type: 'string', default: '3' } } });

interface Start {
  /** Seconds until ready with nothing there yet, and with the data of an earlier start. */
  readonly first: number;
  readonly later: number;
  /** MB resident once it has been idle for a while. */
  readonly idle: number;
}

const idleSeconds = 5;
const minuta = [...memory, 'bin/main.js', 'start'] as const;

/** Starts twice on the same data: the second time as on every day but the first. */
async function startTwice(settings: Readonly<Record<string, string>>): Promise<Start> {
  const dataDir = await mkdtemp(join(tmpdir(), 'minuta-start-'));
  try {
    const all = { ...settings, DATA_DIR: dataDir, LOG_LEVEL: 'warn' };
    const fresh = await startProcess(minuta, await freePort(), all);
    await fresh.stop();
    const again = await startProcess(minuta, await freePort(), all);
    await sleep(idleSeconds * 1000);
    const idle = residentMegabytes(again.pid, 'VmRSS');
    await again.stop();
    return { first: fresh.readyAfter / 1000, later: again.readyAfter / 1000, idle };
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function onPostgres(url: string): Promise<Start> {
  const server = await openServer(url);
  const name = 'bench_start';
  try {
    return await startTwice({ DATABASE_URL: await server.freshDatabase(name) });
  } finally {
    await server.dropDatabase(name);
    await server.close();
  }
}

async function measure(start: () => Promise<Start>): Promise<Start> {
  const starts: Start[] = [];
  for (let time = 0; time < Number(values.times); time += 1) starts.push(await start());
  const of = (value: (one: Start) => number) => median(starts.map(value));
  return { first: of((one) => one.first), later: of((one) => one.later), idle: of((one) => one.idle) };
}

const verdict = (value: number, bound: number) => (value <= bound ? 'met' : 'MISSED');

function show(name: string, { first, later, idle }: Start, idleTarget: number): void {
  console.log(`${name}: first ready after ${first.toFixed(2)} s (at most 8: ${verdict(first, 8)})`);
  console.log(`${name}: later ready after ${later.toFixed(2)} s (at most 3: ${verdict(later, 3)})`);
  const bound = Number.isFinite(idleTarget) ? ` (at most ${idleTarget}: ${verdict(idle, idleTarget)})` : '';
  console.log(`${name}: ${idle.toFixed(0)} MB resident when idle${bound}`);
}

const results: Record<string, Start> = {};
const url = process.env['TEST_DATABASE_URL'];
if (url === undefined) {
  console.log('left out for lack of a server: PostgreSQL');
} else {
  results['postgresql'] = await measure(() => onPostgres(url));
  show('PostgreSQL', results['postgresql'], 180);
}
results['embedded'] = await measure(() => startTwice({}));
show('embedded', results['embedded'], Number.POSITIVE_INFINITY);
await mkdir('bench/results', { recursive: true });
await writeFile('bench/results/start.json', `${JSON.stringify(results, null, 2)}\n`);
