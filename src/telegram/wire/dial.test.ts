import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, getCACertificates, setDefaultCACertificates, type TLSSocket } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rawAnswer, startRawServer, type RawServer } from './testing.ts';
import { openWire } from './wire.ts';

/** A certificate that vouches for itself, with its key, both in PEM. */
function certificateFor(name: string): { cert: string; key: string } {
  const folder = mkdtempSync(join(tmpdir(), 'minuta-'));
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  const about = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`, '-keyout', key, '-out', cert];
  execFileSync('openssl', ['req', '-x509', ...kind, ...about], { stdio: 'ignore' });
  const made = { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
  rmSync(folder, { recursive: true });
  return made;
}

describe('the wire over TLS', () => {
  const known = getCACertificates('default');
  let server: RawServer;
  let served: TLSSocket[];
  let reused: boolean[];

  async function post(name: string, calls = 1): Promise<string[]> {
    const wire = openWire(`https://${name}:${server.port}`, '1:x');
    const request = { method: 'getMe', body: '{}', timeLimit: 10_000 };
    try {
      const answers = [];
      for (let i = 0; i < calls; i += 1) answers.push((await wire.post(request)).body.toString());
      return answers;
    } finally {
      await wire.close();
    }
  }
  async function serve(name: string, isTrusted: boolean, headers = ''): Promise<void> {
    const { cert, key } = certificateFor(name);
    if (isTrusted) setDefaultCACertificates([...known, cert]);
    server = await startRawServer(
      (socket) => void socket.write(rawAnswer(undefined, headers)),
      (onSocket) =>
        createServer({ cert, key, ALPNProtocols: ['h2', 'http/1.1'] }, (socket) => {
          served.push(socket);
          reused.push(socket.isSessionReused());
          onSocket(socket);
        }),
    );
  }

  beforeEach(() => {
    served = [];
    reused = [];
  });
  afterEach(async () => {
    setDefaultCACertificates(known);
    await server.stop();
  });

  it('asks for the server by name and speaks HTTP/1.1 with it', async () => {
    await serve('localhost', true);
    expect(await post('localhost', 2)).toEqual(Array(2).fill('{"ok":true,"result":true}'));
    expect(served.map(({ servername, alpnProtocol }) => [servername, alpnProtocol])).toEqual([
      ['localhost', 'http/1.1'],
    ]);
  });

  it('shortens the handshake of the next connection', async () => {
    await serve('localhost', true, 'connection: close\r\n');
    await post('localhost', 2);
    expect(reused).toEqual([false, true]);
  });

  it('trusts nobody who vouches for himself', async () => {
    await serve('localhost', false);
    await expect(post('localhost')).rejects.toThrow('DEPTH_ZERO_SELF_SIGNED_CERT');
  });

  it.each(['localhost', '127.0.0.1'])('trusts nobody who is somebody else than %s', async (name) => {
    await serve('other.example', true);
    await expect(post(name)).rejects.toThrow('ERR_TLS_CERT_ALTNAME_INVALID');
    expect(server.requests).toEqual([]);
  });
});
