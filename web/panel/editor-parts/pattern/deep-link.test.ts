import { expect, it } from 'vitest';
import { deepLink } from './deep-link.ts';

const bot = { id: '1', name: 'Minuta', username: 'minuta_bot' };

it('C4 a mark’s link is of the bot that is connected, and of none while nobody could follow it', () => {
  expect(deepLink({ bot, is_simulated: false }, 'spring')).toBe('https://t.me/minuta_bot?start=spring');
  expect(deepLink({ bot, is_simulated: true }, 'spring')).toBeNull();
  expect(deepLink({ bot: null, is_simulated: false }, 'spring')).toBeNull();
});
