/**
 * The way of an update over HTTP, against a plain peer on the same PostgreSQL: `node bench/updates/run.ts`.
 *
 * Options: --people 10000 --seconds 6 --pairs 3 --in-flight 1,8,40,100 --rate 217 --bots minuta,peer
 * --out bench/results/updates.json --profile FOLDER (CPU profiles of the bots, which cost them some speed).
 * Needs TEST_DATABASE_URL and TEST_REDIS_URL (`scripts/servers env`). Fails where an update was lost, doubled or
 * reordered; a missed speed target is printed, as a busy machine misses it too.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { holdBout, type Bout, type Plan } from './bout.ts';
import { summarise, table, targets } from './report.ts';
import { openServer } from './server.ts';

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '10000' },
    seconds: { type: 'string', default: '6' },
    pairs: { type: 'string', default: '3' },
    'in-flight': { type: 'string', default: '1,8,40,100' },
    rate: { type: 'string', default: '217' },
    bots: { type: 'string', default: 'minuta,peer' },
    profile: { type: 'string' },
    out: { type: 'string', default: 'bench/results/updates.json' },
  },
});

const number = z.coerce.number().positive();
const plan: Plan = {
  people: number.parse(values.people),
  seconds: number.parse(values.seconds),
  inFlight: values['in-flight'].split(',').map((level) => number.parse(level)),
  rate: number.parse(values.rate),
  profile: values.profile,
};
const bots = z.array(z.enum(['minuta', 'peer'])).parse(values.bots.split(','));
const { TEST_DATABASE_URL, TEST_REDIS_URL } = z
  .object({ TEST_DATABASE_URL: z.string(), TEST_REDIS_URL: z.string() })
  .parse(process.env);

// The last of Redis' sixteen databases, so that a test's keys in the first are left alone.
const redisUrl = new URL('/15', TEST_REDIS_URL).href;
const server = await openServer(TEST_DATABASE_URL);
const [loadBefore = 0] = loadavg();
const bouts: (Bout & { readonly seat: string })[] = [];
for (let pair = 1; pair <= number.parse(values.pairs); pair += 1) {
  for (const [index, contestant] of bots.entries()) {
    // The same bot twice, to see how far apart two equals come out, still takes two seats.
    const seat = bots.indexOf(contestant) === index ? contestant : `${contestant} again`;
    const bout = await holdBout(contestant, plan, server, redisUrl);
    const heaviest = bout.floods.get(Math.max(...plan.inFlight));
    const rate = heaviest === undefined ? 0 : heaviest.updates / heaviest.seconds;
    const refused = [...bout.floods.values(), bout.steady].reduce((sum, one) => sum + one.refused, 0);
    console.log(
      `pair ${pair}, ${seat}: ${rate.toFixed(0)} updates a second, ${refused} posted again after a refusal, ` +
        `${bout.problems.length} problems`,
    );
    for (const problem of bout.problems.slice(0, 20)) console.log(`  ${problem}`);
    bouts.push({ ...bout, seat });
  }
}
await server.close();

const seats = [...new Set(bouts.map((bout) => bout.seat))];
const summaries = new Map(
  seats.map(
    (seat) =>
      [
        seat,
        summarise(
          bouts.filter((bout) => bout.seat === seat),
          plan.inFlight,
        ),
      ] as const,
  ),
);
const [own, peer] = [...summaries.values()];
const verdicts = own && peer ? targets(own, peer, Math.max(...plan.inFlight)) : [];

console.log(`\n${table(summaries, plan.rate)}\n`);
for (const [bot, { resident, peak }] of summaries) {
  console.log(`${bot}: ${resident.toFixed(0)} MB resident under load, ${peak.toFixed(0)} MB at most`);
}
for (const { name, ratio, wanted, met } of verdicts) {
  console.log(`${met ? 'met   ' : 'MISSED'}  ${name}: ${ratio.toFixed(2)} (${wanted})`);
}

const machine = {
  cpu: cpus()[0]?.model ?? '',
  cores: availableParallelism(),
  loadBefore,
  node: process.version,
  postgresql: server.version,
};
const plainSummaries = Object.fromEntries(
  [...summaries].map(([bot, { floods, ...rest }]) => [bot, { inFlight: Object.fromEntries(floods), ...rest }]),
);
const results = {
  at: Temporal.Now.instant().toString(),
  machine,
  // As text, because a list would be laid out otherwise by the formatter that checks this folder.
  plan: { ...plan, inFlight: plan.inFlight.join(', '), pairs: Number(values.pairs) },
  bots: plainSummaries,
  targets: Object.fromEntries(verdicts.map(({ name, ...target }) => [name, target])),
};
await mkdir('bench/results', { recursive: true });
await writeFile(values.out, `${JSON.stringify(results, null, 2)}\n`);

if (bouts.some((bout) => bout.problems.length > 0)) {
  console.error('an update was lost, doubled or reordered: see above');
  process.exitCode = 1;
}
