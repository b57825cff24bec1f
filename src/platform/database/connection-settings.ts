/**
 * What every connection is set to.
 *
 * The statements of this service find their rows by an index, a few at a time, and are prepared once per connection.
 * A plan made while a table was small would be a scan of it, and would outlive its being small until the next
 * `analyze`: with scans made dear it cannot arise. Planning anew for each execution costs more than the statements
 * themselves, with a table of many partitions many times more, and compiling them never pays.
 */
export const sessionSettings = `set enable_seqscan = off; set plan_cache_mode = force_generic_plan; set jit = off`;
