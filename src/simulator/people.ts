import type { User } from './wire.ts';

/**
 * The test users of a fresh simulator. Ids are as Telegram gives them today, most beyond 32 bits, and one name is what
 * real names can be: with markup signs, with emoji, partly from right to left.
 */
export const PEOPLE: readonly User[] = [
  {
    id: 1_204_318_775,
    is_bot: false,
    first_name: 'Аня',
    last_name: 'Кузнецова',
    username: 'anya_k',
    language_code: 'ru',
  },
  { id: 5_038_441_926, is_bot: false, first_name: 'Tom', last_name: 'Baker', username: 'tom_b', language_code: 'en' },
  { id: 7_412_905_318, is_bot: false, first_name: 'Марк', language_code: 'ru' },
  { id: 6_871_530_447, is_bot: false, first_name: '<i>Layla</i> & ليلى 🌿', language_code: 'en' },
];
