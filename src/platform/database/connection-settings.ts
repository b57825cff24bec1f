/**
 * What every connection is set to.
 *
 * The statements of this service find their rows by an index, a few at a time, and are prepared once per connection.
 * A plan made while a table was small would scan it or join it whole, and would outlive its being small until the
 * next `analyze`: with those ways made dear it cannot arise. Planning anew for each execution costs more than the
 * statements themselves, with a table of many partitions many times more, and compiling them never pays.
 * Bitmaps are what the indexes by time alone are read with: a plan once took a month of everybody's sessions through
 * one to find twenty of them, at a thousand times the price. What does read much sets its transaction otherwise.
 *
 * Moments and days are read in one spelling, whichever a server prefers.
 */
export const sessionSettings = ['enable_seqscan = off', 'enable_hashjoin = off', 'enable_mergejoin = off']
  .concat(
    'enable_material = off',
    'enable_bitmapscan = off',
    'jit = off',
    'plan_cache_mode = force_generic_plan',
    "datestyle = 'ISO'",
    "timezone = 'UTC'",
  )
  .map((setting) => `set ${setting}`)
  .join('; ');
