/** What `run.ts` asks of the load generator, and what it gets back. Both travel between processes, so both are parsed. */
import { z } from 'zod';

export const order = z.discriminatedUnion('type', [
  /** The ports of the bots and of the Bot API stand-in, and how many people there are. */
  z.object({
    type: z.literal('meet'),
    bots: z.array(z.number()).min(1),
    botApi: z.number(),
    secret: z.string(),
    people: z.number(),
  }),
  /** Everybody says /start and takes so many steps that all steps of the round are equally common. */
  z.object({ type: z.literal('warm'), inFlight: z.number() }),
  /** As fast as it goes with so many updates under way. */
  z.object({ type: z.literal('flood'), inFlight: z.number(), seconds: z.number() }),
  /** So many a second, whatever comes back; latency counts from the moment each was due. */
  z.object({ type: z.literal('pour'), rate: z.number(), seconds: z.number() }),
  /** One after the other, so many a second for so long, from everybody's greeting on. */
  z.object({ type: z.literal('day'), stretches: z.array(z.object({ rate: z.number(), seconds: z.number() })) }),
  /** Posts the last update of so many people a second time. */
  z.object({ type: z.literal('redeliver'), count: z.number() }),
  /** Judges what is left and tells what each person did. */
  z.object({ type: z.literal('leave') }),
]);
export type Order = z.infer<typeof order>;

export const load = z.object({
  updates: z.number(),
  seconds: z.number(),
  /** Milliseconds from the post (or the moment it was due) to the whole 2xx. */
  p50: z.number(),
  p95: z.number(),
  p99: z.number(),
  worst: z.number(),
  /** Answers that were not 2xx, or connections that broke; each was posted again, as Telegram does. */
  refused: z.number(),
  /** How late the generator itself was, in milliseconds, 95th percentile; 0 in a flood. */
  lateness: z.number(),
});
export type Load = z.infer<typeof load>;

export const departure = z.object({
  /** How often each kind of problem was seen. */
  problems: z.record(z.string(), z.number()),
  /** A few of them in words. */
  examples: z.array(z.string()),
  people: z.array(
    z.object({
      id: z.number(),
      updates: z.number(),
      starts: z.number(),
      finishes: z.number(),
      /** «Всего сегодня», as the last finish put it. */
      total: z.string(),
    }),
  ),
});
export type Departure = z.infer<typeof departure>;
