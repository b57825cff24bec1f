import { Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { createLogger } from './logger.ts';

/** What a log says of an error. */
function said(error: Error): string {
  const lines: string[] = [];
  const place = new Writable({
    write(chunk, _, done) {
      lines.push(String(chunk));
      done();
    },
  });
  createLogger('info', place).warn({ err: error }, 'on purpose');
  return lines.join('');
}

it('T12 says what the database refused, without the row and the values', () => {
  const error = Object.assign(new Error('null value in column "x"'), {
    code: '23502',
    detail: 'Failing row contains (42, Анна).',
    where: "unnamed portal parameter $1 = 'Анна'",
    constraint: 'users_pkey',
  });
  expect(said(error)).not.toContain('Анна');
  expect(said(error)).toMatch(/null value in column.*23502.*users_pkey/);
});

it('O5 says what Redis refused, without what it was told: a password, say', () => {
  const refusal = Object.assign(new Error('WRONGPASS'), { command: { name: 'auth', args: ['hush'] } });
  expect(said(refusal)).toContain('WRONGPASS');
  for (const error of [refusal, new AggregateError([refusal], 'all of them'), new Error('away', { cause: refusal })])
    expect(said(error)).not.toContain('hush');
});
