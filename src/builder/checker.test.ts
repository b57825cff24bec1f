import { describe, expect, it } from 'vitest';
import { filters } from '../texts/filters.ts';
import { builderActions } from './actions.ts';
import { createChecker } from './checker.ts';
import type { ConfigDocument } from './schema.ts';

const greeting = (message: string): ConfigDocument => ({
  minuta: 1,
  handlers: [{ pattern: '/hi', action: 'send', message }],
  callbacks: [],
  ready_made_activities: [],
  keyboards: {},
  buttons: {},
});

describe('checking documents', () => {
  it('C1 makes its templates once for all of them, and tells of each what is wrong with it', async () => {
    let readings = 0;
    const watched = new Proxy(filters, {
      ownKeys(target) {
        readings += 1;
        return Reflect.ownKeys(target);
      },
    });
    const check = createChecker({ actions: builderActions, filters: watched });
    const codesOf = async (message: string) => (await check(greeting(message))).map(({ code }) => code);
    const before = readings;
    const [wrong, right] = ['{{ user.first_name | nonsense }}', '{{ user.first_name | upcase }}'];
    expect(await codesOf(wrong)).toContain('unknown_filter');
    expect(await codesOf(right)).not.toContain('unknown_filter');
    expect(await codesOf(wrong)).toContain('unknown_filter');
    expect(readings).toBe(before);
  });
});
