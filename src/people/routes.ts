import { z } from 'zod';
import type { Queries } from '../platform/database/database.ts';
import type { ApiPlugin } from '../platform/http/api.ts';
import { idText } from '../platform/http/id-text.ts';
import { pageOf, pageQuery, readCursor, toPage } from '../platform/http/page.ts';
import { isTelegramId, isUserId } from '../platform/ids.ts';
import { LANGUAGES } from '../texts/language.ts';
import { findPerson, listPeople, type KnownPerson } from './find-people.ts';
import type { Defaults } from './person.ts';
import { noUser, userIdOfPath } from './user-of-path.ts';

const tags = ['Users'];
const reading = { needs: 'users:read' } as const;

const moment = z.iso.datetime();

const userShape = z
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
    created_at: moment,
  })
  .meta({ id: 'User' });

const listName = 'users';

/** People's part of the API. */
export function peopleRoutes({ queries, defaults }: { queries: Queries; defaults: Defaults }): ApiPlugin {
  return (api) => {
    api.get(
      '/users',
      {
        config: reading,
        schema: {
          tags,
          summary: 'Users, who came last first',
          querystring: z.strictObject({
            telegram_id: idText.exactOptional().meta({ description: 'Who has this number in Telegram' }),
            username: z
              .string()
              .min(1)
              .max(64)
              .exactOptional()
              .meta({ description: 'Who has this @name, without the @' }),
            ...pageQuery,
          }),
          response: { 200: pageOf(userShape) },
        },
      },
      async ({ query }) => {
        const { limit, cursor, username } = query;
        const after = readCursor(listName, z.int(), cursor);
        const telegramId = Number(query.telegram_id);
        const rows = await listPeople(queries, defaults, {
          username,
          telegramId: query.telegram_id !== undefined && isTelegramId(telegramId) ? telegramId : undefined,
          after: after !== null && isUserId(after) ? after : null,
          limit: limit + 1,
        });
        return toPage(listName, { rows, limit }, (row) => row.id, present);
      },
    );

    api.get(
      '/users/:id',
      {
        config: reading,
        schema: { tags, summary: 'A user', params: z.strictObject({ id: idText }), response: { 200: userShape } },
      },
      async ({ params }) => {
        const person = await findPerson(queries, defaults, userIdOfPath(params.id));
        if (!person) throw noUser(params.id);
        return present(person);
      },
    );
  };
}

function present(person: KnownPerson): z.infer<typeof userShape> {
  return {
    id: String(person.id),
    telegram_id: String(person.telegramId),
    username: person.username,
    first_name: person.firstName,
    language: person.language,
    time_zone: person.timeZone,
    week_start: person.weekStart,
    day_start: person.dayStart,
    blocked_at: person.blockedAt && person.blockedAt.toString(),
    created_at: person.createdAt.toString(),
  };
}
