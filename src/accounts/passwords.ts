import { argon2, randomBytes, timingSafeEqual, type Argon2Parameters } from 'node:crypto';
import { promisify } from 'node:util';
import { fewAtOnce } from '../platform/few-at-once.ts';

/** Computes argon2id. */
export type Argon2id = (parameters: Argon2Parameters) => Promise<Buffer>;

/** Too many sign-ins at once: their passwords are not even looked at. */
export class PasswordsBusy extends Error {
  override readonly name = 'PasswordsBusy';
}

export interface Passwords {
  /** @throws {PasswordsBusy} */
  hash(password: string): Promise<string>;
  /**
   * Takes the same time for a login that nobody has, whose hash is null.
   *
   * @throws {PasswordsBusy}
   */
  verify(password: string, hash: string | null): Promise<boolean>;
}

/** OWASP, Password Storage Cheat Sheet: argon2id with 19 MiB, two passes, one lane. */
const cost = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const tagLength = 32;
/** Two at a time, which leaves the other threads of the pool to the rest of the process; the others wait in line. */
const mostAtOnce = 2;
const mostWaiting = 64;

/** Hashes and checks passwords, a few at a time: sign-ins cannot take the machine's memory or all of its time. */
export function createPasswords(compute: Argon2id = promisify(argon2).bind(null, 'argon2id')): Passwords {
  const inTurn = fewAtOnce(mostAtOnce, {
    waiting: mostWaiting,
    refuse: () => new PasswordsBusy('too many passwords are being checked'),
  });

  const derive = (password: string, nonce: Buffer): Promise<Buffer> =>
    inTurn(() => compute({ message: password.normalize('NFC'), nonce, tagLength, ...cost }));
  const decoy = randomBytes(16 + tagLength);

  return {
    async hash(password) {
      const nonce = randomBytes(16);
      return format(nonce, await derive(password, nonce));
    },
    async verify(password, hash) {
      const known = hash === null ? null : parse(hash);
      const { nonce, tag } = known ?? { nonce: decoy.subarray(0, 16), tag: decoy.subarray(16) };
      const isEqual = timingSafeEqual(await derive(password, nonce), tag);
      return isEqual && known !== null;
    },
  };
}

/** The PHC string format: another cost can be told from this one when it comes. */
function format(nonce: Buffer, tag: Buffer): string {
  const { memory, passes, parallelism } = cost;
  return `${prefixOf(memory, passes, parallelism)}$${unpadded(nonce)}$${unpadded(tag)}`;
}

function parse(hash: string): { nonce: Buffer; tag: Buffer } {
  const prefix = prefixOf(cost.memory, cost.passes, cost.parallelism);
  const [nonce = '', tag = ''] = hash.startsWith(`${prefix}$`) ? hash.slice(prefix.length + 1).split('$') : [];
  const bytes = { nonce: Buffer.from(nonce, 'base64'), tag: Buffer.from(tag, 'base64') };
  if (bytes.tag.length !== tagLength) throw new Error('a password is kept in a form that this program does not know');
  return bytes;
}

function prefixOf(memory: number, passes: number, parallelism: number): string {
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}`;
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}
