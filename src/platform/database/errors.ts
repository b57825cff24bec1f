/** What a failed statement says about who is to blame. */
export function sqlState(error: unknown): string | null {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  // Every SQLSTATE has a digit; EPIPE, a code of the operating system's, is as long and has none.
  return typeof code === 'string' && /^(?=.*\d)[0-9A-Z]{5}$/.test(code) ? code : null;
}

/**
 * Whether the same work may succeed when it is tried again: the connection went, the server restarts, is out of
 * resources or does not let this service in (a password that is being changed), or others were in the way
 * (serialisation, deadlock, a lock or statement that took too long). The work itself is not to blame.
 */
export function isPassing(error: unknown): boolean {
  const state = sqlState(error);
  if (state === null) return isConnectionError(error);
  return (
    ['40001', '40P01', '55P03', '57014', '25006'].includes(state) ||
    ['08', '28', '3D', '53', '57P', '58'].some((kind) => state.startsWith(kind))
  );
}

function isConnectionError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code: unknown = Reflect.get(error, 'code');
  if (typeof code === 'string' && /^(E[A-Z_]+)$/.test(code)) return true;
  return /connection|timeout|terminated|has been discarded/i.test(error.message);
}
