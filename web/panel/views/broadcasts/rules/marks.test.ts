import { expect, it } from 'vitest';
import { marksOf } from './marks.ts';

const handler = (pattern: string) => ({ kind: 'handler' as const, content: { pattern } });

it('C13 the marks offered are those of the bot’s own deep links, each once', () => {
  const entries = [
    handler('/start'),
    handler('/start=spring'),
    handler('/start='),
    handler('hello'),
    { kind: 'callback' as const, content: { callback_data: 'menu', pattern: '/start=other' } },
    handler('/start=friend'),
    handler('/START=spring'),
  ];
  expect(marksOf(entries)).toEqual(['spring', 'friend']);
});
