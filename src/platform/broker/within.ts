import { BrokerError } from './broker.ts';

/**
 * What a broker says, within a time limit.
 *
 * @param milliseconds after which it is given up; it may still happen. `asking` is told by its signal.
 * @param otherwise what is said then.
 * @throws {BrokerError} where it rejects or takes longer.
 */
export async function within<Result>(
  milliseconds: number,
  asking: (signal: AbortSignal) => Promise<Result>,
  otherwise: string,
): Promise<Result> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const over = new AbortController();
  const timer = setTimeout(() => reject(new BrokerError(otherwise)), milliseconds);
  try {
    return await Promise.race([asking(over.signal), late]);
  } catch (cause) {
    throw cause instanceof BrokerError ? cause : new BrokerError(otherwise, { cause });
  } finally {
    clearTimeout(timer);
    over.abort();
  }
}
