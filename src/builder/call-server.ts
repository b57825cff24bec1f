import { OutboundError, type Outbound, type OutboundAnswer } from '../platform/outbound.ts';
import { rest } from '../platform/rest.ts';
import { readBody, withSecrets, type HttpFault, type HttpRequest, type HttpResult } from './rules/http-request.ts';

export interface Servers {
  readonly outbound: Outbound;
  /** Secrets by the names that configurations call them. */
  readonly secretOf: (name: string) => string | undefined;
}

export interface CallCircumstances {
  /** What the other side knows a repeated call by. */
  readonly key: string;
  /** Whether another process may have made this call before. */
  readonly isRepeated: boolean;
  readonly signal: AbortSignal;
}

/** Bytes of an answer. */
const largest = 64 * 1024;

/**
 * Makes a configuration's call, with its repetitions.
 *
 * @returns null when it was stopped; then nobody knows what the other side has done.
 */
export async function callServer(
  { outbound, secretOf }: Servers,
  request: HttpRequest,
  { key, isRepeated, signal }: CallCircumstances,
): Promise<HttpResult | null> {
  if (isRepeated && !request.isRepeatable) return { fault: 'http_unknown' };
  const ready = withSecrets(request, secretOf);
  if (!ready) return { fault: 'http_secret' };
  const { method, timeLimit, isRepeatable, retries } = request;
  const headers = {
    accept: 'application/json',
    'user-agent': 'minuta',
    ...ready.headers,
    ...(request.hasKey ? { 'idempotency-key': key } : {}),
  };
  const attempts = isRepeatable ? retries + 1 : 1;
  let last: HttpResult = { fault: 'http_network' };
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    if (attempt > 0) await rest(500 * 2 ** (attempt - 1) * (0.75 + Math.random() / 2), signal);
    try {
      const { url, body } = ready;
      const call = { method, url, headers, timeLimit, sizeLimit: largest, signal };
      const answer = await outbound.request(body === undefined ? call : { ...call, body });
      last = { status: answer.status, body: readBody(answer.body) };
      if (!isPassing(answer)) return last;
    } catch (error) {
      if (!(error instanceof OutboundError)) throw error;
      if (error.code === 'stopped') return null;
      last = { fault: faults[error.code] };
      if (error.code === 'url' || error.code === 'address' || error.code === 'size') return last;
    }
  }
  return last;
}

const faults: Readonly<Record<Exclude<OutboundError['code'], 'stopped'>, HttpFault>> = {
  url: 'http_address',
  address: 'http_address',
  network: 'http_network',
  timeout: 'http_timeout',
  size: 'http_size',
};

/** What a server says when it would do it another time. */
function isPassing({ status }: OutboundAnswer): boolean {
  return status === 429 || status >= 500;
}
