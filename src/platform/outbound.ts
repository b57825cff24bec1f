import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import type { Agent, request } from 'undici';
import { isOwnNetworkAddress, isPublicAddress } from './public-address.ts';

/**
 * Calls to servers that somebody outside the program has named: administrators' HTTP actions and webhooks. They
 * go no further than `Reach` says.
 */
export interface Outbound {
  /**
   * Makes one call. Redirects are not followed: their answer is the answer.
   *
   * @throws {OutboundError} when no whole answer came.
   */
  request(call: OutboundCall): Promise<OutboundAnswer>;
  /** Cuts what is under way. */
  close(): Promise<void>;
}

export interface OutboundCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD';
  /** `http:` or `https:`, without a user's name in it. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Milliseconds for all of it, from the name's address to the last byte of the answer. */
  readonly timeLimit: number;
  /** Bytes of the answer's body. */
  readonly sizeLimit: number;
  readonly signal?: AbortSignal;
}

export interface OutboundAnswer {
  readonly status: number;
  /** Lower case; of one that came several times, the first. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * - `url`: no address that may be called
 * - `address`: the name leads to an address that is out of reach
 * - `network`: refused, cut, no such name, a certificate that is none
 * - `timeout`, `size`: the limits of the call
 * - `stopped`: by its signal
 */
export type OutboundFault = 'url' | 'address' | 'network' | 'timeout' | 'size' | 'stopped';

/** No whole answer came. Except for `url` and `address`, the other side may have acted on the call. */
export class OutboundError extends Error {
  override readonly name = 'OutboundError';
  readonly code: OutboundFault;

  constructor(code: OutboundFault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/**
 * How far calls may go: the public internet only; this machine and the private network around it as well, but not a
 * cloud's metadata and the like; or anywhere.
 */
export type Reach = 'public' | 'network' | 'anywhere';

const mayReach: Readonly<Record<Reach, (address: string) => boolean>> = {
  public: isPublicAddress,
  network: (address) => isPublicAddress(address) || isOwnNetworkAddress(address),
  anywhere: () => true,
};

export interface OutboundOptions {
  readonly reach: Reach;
  /** How names become addresses; the system's way unless given. */
  readonly lookup?: LookupFunction;
  /** Connections to one server at the same time. */
  readonly connections?: number;
}

/**
 * The client. A name is turned into addresses once, these are looked at, and the connection goes to one of them:
 * a name that answers differently the second time gains nothing. A connection that is kept stays where it went.
 */
export function createOutbound({ reach, lookup = systemLookup, connections = 10 }: OutboundOptions): Outbound {
  const mayCall = mayReach[reach];
  let opened: Promise<{ readonly agent: Agent; readonly ask: typeof request }> | undefined;
  /** Most bots call nobody, and a client of HTTP that nobody uses is some 10 MB. */
  async function open(): Promise<{ readonly agent: Agent; readonly ask: typeof request }> {
    const undici = await import('undici');
    const agent = new undici.Agent({
      connections,
      pipelining: 1,
      connect: { timeout: 10_000, lookup: guarded(lookup, mayCall) },
      keepAliveTimeout: 10_000,
      // The limit of each call is kept here, over all its stages.
      headersTimeout: 0,
      bodyTimeout: 0,
      maxHeaderSize: 16 * 1024,
    });
    return { agent, ask: undici.request };
  }
  return {
    async request({ method, url, headers = {}, body, timeLimit, sizeLimit, signal }) {
      const target = readTarget(url, mayCall);
      const limit = AbortSignal.timeout(timeLimit);
      const ended = signal ? AbortSignal.any([limit, signal]) : limit;
      try {
        const { agent, ask } = await (opened ??= open());
        const answer = await ask(target, {
          dispatcher: agent,
          method,
          headers,
          body: body ?? null,
          signal: ended,
        });
        const read = await readBody(answer.body, sizeLimit);
        return { status: answer.statusCode, headers: firstOf(answer.headers), body: read };
      } catch (error) {
        if (signal?.aborted === true) throw new OutboundError('stopped', 'stopped', { cause: error });
        if (limit.aborted) throw new OutboundError('timeout', 'time limit', { cause: error });
        throw outboundError(error);
      }
    },
    close: async () => (await opened)?.agent.destroy(),
  };
}

/** @throws {OutboundError} for what is no address to be called. An address in numbers is looked at here: nobody looks it up. */
function readTarget(url: string, mayCall: (address: string) => boolean): URL {
  const target = URL.parse(url);
  if (!target || !['http:', 'https:'].includes(target.protocol))
    throw new OutboundError('url', 'only http and https addresses can be called');
  if (target.username !== '' || target.password !== '')
    throw new OutboundError('url', 'an address with a user in it is not called');
  // URL has put 127.1, 0x7f000001 and the like into the usual form by now.
  const host = target.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && !mayCall(host)) throw outOfReach(host);
  return target;
}

/** Gives the addresses of a name, or refuses the name where any of them is out of reach. */
function guarded(lookup: LookupFunction, mayCall: (address: string) => boolean): LookupFunction {
  return (name, options, callback) => {
    lookup(name, options, (error, found, family) => {
      const addresses: readonly LookupAddress[] =
        typeof found === 'string' ? [{ address: found, family: family ?? isIP(found) }] : (found ?? []);
      const refused = error ? undefined : addresses.find(({ address }) => !mayCall(address));
      callback(refused ? outOfReach(name) : error, found, family);
    });
  };
}

function outOfReach(host: string): OutboundError {
  return new OutboundError('address', `${host} is not an address that may be called`);
}

/** @throws {OutboundError} when there is more than `most` bytes. */
async function readBody(body: AsyncIterable<unknown>, most: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    if (!(chunk instanceof Uint8Array)) continue;
    size += chunk.length;
    // Leaving the loop closes the connection: what comes after is not read.
    if (size > most) throw new OutboundError('size', `the answer has more than ${most} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function firstOf(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => {
      const first = typeof value === 'string' ? value : value?.[0];
      return first === undefined ? [] : [[name.toLowerCase(), first]];
    }),
  );
}

/** Our own refusals come wrapped by the connection that asked for an address. */
function outboundError(error: unknown): OutboundError {
  for (let at = error; at instanceof Error; at = at.cause) if (at instanceof OutboundError) return at;
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return new OutboundError('network', code, { cause: error });
}
