import { z } from 'zod';
import type { Queries } from '../platform/database/database.ts';
import type { ApiPlugin } from '../platform/http/api.ts';
import { idText } from '../platform/http/id-text.ts';
import { pageOf, pageQuery, readCursor, toPage } from '../platform/http/page.ts';
import { isTelegramId, isUserId } from '../platform/ids.ts';
import { findPerson, listPeople, type KnownPerson } from './find-people.ts';
import type { Defaults } from './person.ts';
import { searchText, userShape } from './schema.ts';
import { noUser, userIdOfPath } from './user-of-path.ts';

const tags = ['Users'];
const reading = { needs: 'users:read' } as const;

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
            q: searchText.exactOptional(),
            ...pageQuery,
          }),
          response: { 200: pageOf(userShape) },
        },
      },
      async ({ query }) => {
        const { limit, cursor, username, q } = query;
        const after = readCursor(listName, z.int(), cursor);
        const telegramId = Number(query.telegram_id);
        const rows = await listPeople(queries, defaults, {
          username,
          words: q,
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
    is_erasing: person.isErasing,
    created_at: person.createdAt.toString(),
  };
}
