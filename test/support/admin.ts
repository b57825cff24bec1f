import { z } from 'zod';
import { readSettings } from '../../src/config.ts';
import { request } from '../../src/platform/http/testing.ts';
import { start, type Running } from '../../src/roles/start.ts';

/** The admin service in this very process, with an owner signed in. */
export interface Admin {
  readonly running: Running;
  /** @param path behind `/api/v1`. @throws Error where it is refused. @returns the body of the answer */
  call(method: string, path: string, body?: unknown): Promise<unknown>;
  /** The same for a body that is no JSON. */
  send(path: string, body: Uint8Array, contentType: string): Promise<unknown>;
  /** Publishes the draft. */
  publish(): Promise<Publication>;
}

const publication = z.looseObject({
  version: z.int(),
  replicas: z.array(z.object({ id: z.string(), version: z.int(), ms: z.number() })),
});
export type Publication = z.infer<typeof publication>;

const signedIn = z.looseObject({ csrf_token: z.string() });
const password = 'correct horse battery staple';

export async function startAdmin(environment: Readonly<Record<string, string>>): Promise<Admin> {
  const settings = readSettings({ PORT: '0', LOG_LEVEL: 'fatal', ...environment, ADMIN_PASSWORD: password });
  const running = await start(['admin'], settings, { say: () => undefined });
  const root = `${running.address}/api/v1`;
  const answer = await request(`${root}/auth/login`, { method: 'POST', body: { login: 'admin', password } });
  const headers = {
    'x-csrf-token': signedIn.parse(answer.body).csrf_token,
    cookie: (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '',
  };
  const call = async (method: string, path: string, body?: unknown, more = {}): Promise<unknown> => {
    const { status, body: said } = await request(`${root}${path}`, { method, headers: { ...headers, ...more }, body });
    if (status >= 400) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(said)}`);
    return said;
  };
  const send = (path: string, body: Uint8Array, contentType: string): Promise<unknown> =>
    call('POST', path, body, { 'content-type': contentType });
  return { running, call, send, publish: async () => publication.parse(await call('POST', '/config/publish', {})) };
}
