import { connect as connectPlainly, isIP, type OnReadOpts, type Socket, type TcpNetConnectOpts } from 'node:net';
import { connect as connectSecurely, type ConnectionOptions } from 'node:tls';

/** Opens a socket; `onMade` is told when it can be written to, over TLS when the server has proved who it is. */
export type Dial = (onread: OnReadOpts, onMade: () => void) => Socket;

/** The way to the server of an address, over TLS where its scheme says so. */
export function dialTo({ protocol, hostname, port }: URL): Dial {
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const options = { host, noDelay: true, keepAlive: true, keepAliveInitialDelay: 60_000 };
  if (protocol !== 'https:')
    return (onread, onMade) =>
      connectPlainly({ ...options, port: Number(port || 80), onread } satisfies TcpNetConnectOpts, onMade);

  /** The last one serves the next connection: a whole handshake costs both sides a millisecond of CPU. */
  let session: Buffer | undefined;
  return (onread, onMade) => {
    const secure: ConnectionOptions & Pick<TcpNetConnectOpts, 'onread'> = {
      ...options,
      port: Number(port || 443),
      // An address of numbers has no name to be asked for; its certificate is checked all the same.
      servername: isIP(host) === 0 ? host : '',
      ALPNProtocols: ['http/1.1'],
      session,
      onread,
    };
    const socket = connectSecurely(secure, onMade);
    return socket.on('session', (given) => {
      session = given;
    });
  };
}
