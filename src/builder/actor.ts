import type { Queries } from '../platform/database/database.ts';

/** A line of the audit log. */
export interface Deed {
  /** `handler.update`, `config.publish`, … */
  readonly action: string;
  /** What it was done to: `handler/12`. */
  readonly subject: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Who changes the configuration. */
export interface Actor {
  /** Among people. */
  readonly name: string;
  /** Writes what they did to the audit log, in this order, in the transaction that does it. */
  record(transaction: Queries, ...deeds: readonly Deed[]): Promise<void>;
}
