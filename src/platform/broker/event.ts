/**
 * Something that happened, as others learn of it: a CloudEvents 1.0 event. It names people by internal ids alone.
 *
 * Source: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md
 */
export interface BrokerEvent {
  /** A UUID: the same one wherever this event comes again. */
  readonly id: string;
  /** What happened, and the routing key: `session.finished`. */
  readonly type: string;
  /** The user's id. */
  readonly subject: string;
  /** When it happened. */
  readonly time: Temporal.Instant;
  /** Plain JSON. */
  readonly data: Readonly<Record<string, unknown>>;
}
