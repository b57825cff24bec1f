/** The shapes of people in the API. */
import { z } from 'zod';
import { idText } from '../platform/http/id-text.ts';
import { LANGUAGES } from '../texts/language.ts';

const moment = z.iso.datetime();

export const searchText = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .meta({ description: 'An id here or in Telegram, or a part of the name or the @name', examples: ['anna'] });

export const userShape = z
  .strictObject({
    id: idText,
    telegram_id: z.string().meta({ description: 'What Telegram calls them', example: '70000000007' }),
    username: z.string().nullable(),
    first_name: z.string(),
    language: z.enum(LANGUAGES).meta({ description: 'What they chose, or the default' }),
    time_zone: z.string().meta({ description: 'What they chose, or the default', example: 'Europe/Moscow' }),
    week_start: z.int().min(1).max(7).meta({ description: 'The first day of their week; 1 is Monday' }),
    day_start: z.int().min(0).max(1439).meta({ description: 'Minutes after midnight at which their day begins' }),
    blocked_at: moment.nullable().meta({ description: 'Since when they have shut the bot out' }),
    is_erasing: z.boolean().meta({ description: 'Everything about them is being erased' }),
    created_at: moment,
  })
  .meta({ id: 'User' });
