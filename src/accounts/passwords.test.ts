import { expect, it } from 'vitest';
import { createPasswords, PasswordsBusy } from './passwords.ts';

it('A2 a password is known again however its letters are composed, and no other is', async () => {
  const passwords = createPasswords();
  const hash = await passwords.hash('пароль й');
  expect(await passwords.verify('пароль й'.normalize('NFD'), hash)).toBe(true);
  expect(await passwords.verify('пароль и', hash)).toBe(false);
  expect(await passwords.verify('пароль й', null)).toBe(false);
  expect(await passwords.hash('пароль й')).not.toBe(hash);
});

it('A2 no more than two passwords are computed at a time, and too many are refused', async () => {
  let [running, most] = [0, 0];
  const done: (() => void)[] = [];
  const passwords = createPasswords(async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise<void>((resolve) => done.push(resolve));
    running -= 1;
    return Buffer.alloc(32);
  });
  const asked = Array.from({ length: 80 }, async () => passwords.hash('x').catch((error: unknown) => error));
  for (let finished = 0; finished < 66; finished += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    done.shift()?.();
  }
  const results = await Promise.all(asked);
  expect(most).toBe(2);
  expect(results.filter((result) => result instanceof PasswordsBusy)).toHaveLength(14);
});
