import { describe, expect, it } from 'vitest';
import { readBody, secretMark, withSecrets, type HttpRequest } from './http-request.ts';

const nonce = '0123456789abcdef';
const request: HttpRequest = {
  method: 'POST',
  url: `https://crm.example.org/a?key=${encodeURIComponent(secretMark(nonce, 'crm_key'))}`,
  headers: { authorization: `Bearer ${secretMark(nonce, 'crm_key')}` },
  body: { token: secretMark(nonce, 'crm_key'), list: [1, true, null, 'x'] },
  nonce,
  timeLimit: 1_000,
  retries: 0,
  isRepeatable: false,
  hasKey: false,
};

describe('a call as its row keeps it', () => {
  it('O5 holds no secret, and gets each at its place, escaped as the place needs', () => {
    expect(JSON.stringify(request)).not.toContain('a&b');
    expect(withSecrets(request, () => 'a&b"c')).toEqual({
      url: 'https://crm.example.org/a?key=a%26b%22c',
      headers: { authorization: 'Bearer a&b"c' },
      body: '{"token":"a&b\\"c","list":[1,true,null,"x"]}',
    });
  });

  it('O5 is not made without a secret it needs', () => {
    expect(withSecrets(request, () => undefined)).toBeNull();
  });

  it('O5 gives no secret to who writes what looks like its mark', () => {
    const typed = secretMark('ffffffffffffffff', 'crm_key');
    expect(withSecrets({ ...request, body: { name: typed } }, () => 'hidden')?.body).not.toContain('hidden');
  });

  it('C3 keeps a header to one line', () => {
    const headers = { 'x-name': 'Anna\r\nX-Admin: yes' };
    expect(withSecrets({ ...request, headers }, () => '')?.headers).toEqual({ 'x-name': 'Anna X-Admin: yes' });
  });

  it('C3 an answer is JSON as deep as anybody looks, else its text', () => {
    expect(readBody('{"a":{"b":[1]}}')).toEqual({ a: { b: [1] } });
    expect(readBody('<html>')).toBe('<html>');
    expect(readBody('x'.repeat(10_000))).toHaveLength(4_096);
    expect(readBody(`${'['.repeat(20)}1${']'.repeat(20)}`)).toEqual([[[[[[[[null]]]]]]]]);
    expect(readBody('{"a\\u0000":"\\ud800\\u0000"}')).toEqual({ a: '\uFFFD' });
  });
});
