#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { readSettings, SettingsError } from './config.ts';
import type { Running } from './roles/start.ts';

const usage = `minuta: a Telegram bot that tracks time

  minuta start [role …]          start roles in one process: bot, admin, worker, simulator (all of them without a name)
  minuta admin reset-password [LOGIN]
                                 give an administrator a new password and print it
  minuta migrate                 bring the database's schema up to date
  minuta config export [FILE]    write what runs to a file (--draft: what is being edited); - is standard output
  minuta config import FILE      check a file and publish it (--note TEXT; --draft: only put it in the draft's place)
  minuta config validate FILE    check a configuration file
  minuta aggregates verify       hold the sums by month against the sessions; fails where they differ (--user ID)
  minuta aggregates rebuild      compute what differs anew (--user ID: only theirs; --after ID: go on behind them)
  minuta statistics rebuild      make the sums behind the panel's figures anew (--from DAY: of the days since)
  minuta archive run             take months past retention to the object store now
  minuta archive list [MONTH]    say what lies there; a month is 2021-03
  minuta archive verify [MONTH]  read it back and check every sum
  minuta archive restore MONTH   bring a month back (--user ID, --table TABLE: only theirs, only that)
  minuta events replay-dead      try events again that could not be applied (--queue NAME: those of another queue)
  minuta erasures replay         erase again whoever a restored backup has brought back

Settings come from the environment; README.md names them. Without BOT_TOKEN a start answers as the bot whose token was
given in the panel (on the embedded database; it is kept in DATA_DIR), else the built-in simulator stands in for
Telegram. --help says this again.`;

/** Which command each option belongs to. */
const owners = {
  draft: ['config'],
  note: ['config'],
  user: ['archive', 'aggregates'],
  table: ['archive'],
  after: ['aggregates'],
  queue: ['events'],
  from: ['statistics'],
} as const;

/** Ends the process with one line for the operator. */
function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      draft: { type: 'boolean' },
      note: { type: 'string' },
      user: { type: 'string' },
      table: { type: 'string' },
      after: { type: 'string' },
      queue: { type: 'string' },
      from: { type: 'string' },
    },
  });
  const [command = 'start', ...rest] = positionals;
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  for (const [option, commands] of Object.entries(owners))
    if (Object.hasOwn(values, option) && !commands.some((owner) => owner === command))
      throw new SettingsError(`--${option} is an option of minuta ${commands.join(', ')}`);
  const { draft: isDraft = false, note, user, table, after, queue, from } = values;
  switch (command) {
    case 'start':
      return runStart(rest);
    case 'migrate': {
      const { runMigrate } = await import('./commands/migrate.ts');
      return runMigrate(readSettings(process.env));
    }
    case 'admin': {
      const { runAdmin } = await import('./commands/admin.ts');
      return runAdmin(rest, readSettings(process.env));
    }
    case 'events': {
      const { runEventsCommand } = await import('./commands/events.ts');
      return runEventsCommand(rest, { queue }, readSettings(process.env));
    }
    case 'erasures': {
      const { runErasures } = await import('./commands/erasures.ts');
      return runErasures(rest, readSettings(process.env));
    }
    case 'config': {
      const { runConfig } = await import('./commands/config.ts');
      return runConfig(rest, { isDraft, note }, () => readSettings(process.env));
    }
    case 'aggregates': {
      const { runAggregates } = await import('./commands/aggregates.ts');
      return runAggregates(rest, { user, after }, () => readSettings(process.env));
    }
    case 'statistics': {
      const { runStatistics } = await import('./commands/statistics.ts');
      return runStatistics(rest, { from }, () => readSettings(process.env));
    }
    case 'archive': {
      const { runArchive } = await import('./commands/archive.ts');
      return runArchive(rest, { user, table }, () => readSettings(process.env));
    }
    default:
      throw new SettingsError(`there is no command ${command}; see minuta --help`);
  }
}

async function runStart(names: readonly string[]): Promise<void> {
  const { roleNames, start } = await import('./roles/start.ts');
  const unknown = names.find((name) => !roleNames.some((known) => known === name));
  if (unknown !== undefined)
    throw new SettingsError(`there is no role ${unknown}; the roles are ${roleNames.join(', ')}`);
  const settings = readSettings(process.env);
  const named = roleNames.filter((name) => names.includes(name));
  const everything = settings.BOT_TOKEN === undefined ? roleNames : roleNames.filter((name) => name !== 'simulator');
  const roles = named.length > 0 ? named : everything;
  const running = await start(roles, settings);
  process.stdout.write(`\n${welcome(running, roles.includes('admin')).join('\n')}\n\n`);

  let isStopping = false;
  const stop = (): void => {
    // A second signal does not wait.
    if (isStopping) process.exit(1);
    isStopping = true;
    setTimeout(() => process.exit(1), 9_800).unref();
    void running.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

/** What to do next, in a few lines. */
function welcome({ address, isSimulated }: Running, hasPanel: boolean): readonly string[] {
  const panel = hasPanel ? [`  Open ${address} to change the bot: the panel asks for the login and the password.`] : [];
  if (!isSimulated) return [`  Minuta listens at ${address}`, ...panel];
  return [
    '  Minuta runs without Telegram: the built-in simulator stands in for it.',
    `  Open ${address}/simulator and talk to the bot.`,
    ...panel,
    `  With BOT_TOKEN set it is a real bot${hasPanel ? '; the panel takes a token as well' : ''}.`,
  ];
}

main().catch((error: unknown) => fail(`minuta: ${error instanceof Error ? error.message : String(error)}`));
