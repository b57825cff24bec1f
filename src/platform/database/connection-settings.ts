/**
 * What every connection is set to.
 *
 * The statements of this service find their rows by an index, a few at a time, and are prepared once per connection.
 * A plan made while a table was small would scan it or join it whole, and would outlive its being small until the
 * next `analyze`: with those ways made dear it cannot arise. Planning anew for each execution costs more than the
 * statements themselves, with a table of many partitions many times more, and compiling them never pays.
 * Bitmaps are what the indexes by time alone are read with: a plan once took a month of everybody's sessions through
 * one to find twenty of them, at a thousand times the price. What does read much sets its transaction otherwise.
 */
const plans: readonly Setting[] = [
  'enable_seqscan',
  'enable_hashjoin',
  'enable_mergejoin',
  'enable_material',
  'enable_bitmapscan',
  'jit',
].map((name) => [name, 'off']);

type Setting = readonly [name: string, value: string];

/** Moments and days are read in one spelling, whichever a server prefers. */
const spelling: readonly Setting[] = [
  ['datestyle', 'ISO'],
  ['timezone', 'UTC'],
];

/** For a connection of one's own, once. */
export const sessionSettings = [...plans, ['plan_cache_mode', 'force_generic_plan'] as const, ...spelling]
  .map(([name, value]) => `set ${name} = '${value}'`)
  .join('; ');

/** For a connection to a pooler, once: these two follow it to whichever server's connection it gets. */
export const poolerSettings = spelling.map(([name, value]) => `set ${name} = '${value}'`).join('; ');

/**
 * For each transaction behind a pooler, which gives every transaction another connection of the server's: one statement
 * that sets what else a connection would be set to. Plans are not kept there, so that each is made for its own values.
 *
 * @param limits in milliseconds.
 */
export function transactionSettings(limits: { readonly statement: number; readonly idle: number }): string {
  const settings: readonly Setting[] = [
    ...plans,
    ['statement_timeout', String(limits.statement)],
    ['idle_in_transaction_session_timeout', String(limits.idle)],
  ];
  return `select ${settings.map(([name, value]) => `set_config('${name}', '${value}', true)`).join(', ')}`;
}
