import type { User } from './wire.ts';

/**
 * The test users of a fresh simulator. Their ids are as Telegram gives them today, most beyond 32 bits, and their names
 * are what real names are: in Cyrillic, with markup signs, with emoji, from right to left.
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
  { id: 7_412_905_318, is_bot: false, first_name: 'Марк', language_code: 'ru' },
  { id: 5_038_441_926, is_bot: false, first_name: 'Tom & <b>Jerry</b>', username: 'tom_jerry', language_code: 'en' },
  { id: 6_871_530_447, is_bot: false, first_name: 'ليلى 🌿', language_code: 'ar' },
];
