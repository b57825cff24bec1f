/** No whole answer came: refused, cut, too late, given up. Whether Telegram acted is not known. */
export class WireFailure extends Error {
  override readonly name = 'WireFailure';
}

/** What may be said of an error of the network: its code. Its words may hold the address, and that holds the token. */
export function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
