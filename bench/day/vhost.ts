import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const control = (...words: readonly string[]): Promise<unknown> =>
  run(resolve(import.meta.dirname, '../../scripts/servers'), ['rabbitmqctl', ...words]);

/**
 * A virtual host on the RabbitMQ of `scripts/servers`, empty, with nobody else's queues in it.
 *
 * @param url where that RabbitMQ is.
 * @returns the address of the virtual host.
 */
export async function freshVhost(url: string, name: string): Promise<string> {
  await dropVhost(name);
  await control('add_vhost', name);
  await control('set_permissions', '-p', name, 'guest', '.*', '.*', '.*');
  return Object.assign(new URL(url), { pathname: `/${name}` }).href;
}

/** Nothing happens where there is none. */
export async function dropVhost(name: string): Promise<void> {
  await control('delete_vhost', name).catch(() => undefined);
}
