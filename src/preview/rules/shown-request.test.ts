import { expect, test } from 'vitest';
import { secretMark, type HttpRequest } from '../../builder/rules/http-request.ts';
import { shownRequest } from './shown-request.ts';

const nonce = '00ff';
const mark = secretMark(nonce, 'crm_key');
const request: HttpRequest = {
  method: 'POST',
  url: `https://crm.example.org/orders?key=${encodeURIComponent(mark)}&city=Oslo`,
  headers: { authorization: `Bearer ${mark}` },
  body: { token: mark, list: [mark, 7, null] },
  nonce,
  timeLimit: 5_000,
  retries: 2,
  isRepeatable: true,
  hasKey: false,
};

test('C10 a call is shown with its secrets by name', () => {
  expect(shownRequest(request)).toEqual({
    method: 'POST',
    url: 'https://crm.example.org/orders?key={{ secret.crm_key }}&city=Oslo',
    body: { token: '{{ secret.crm_key }}', list: ['{{ secret.crm_key }}', 7, null] },
  });
});
