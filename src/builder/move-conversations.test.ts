import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { describeOnBothEngines } from '../platform/database/testing.ts';
import { moveConversations } from './move-conversations.ts';

const callback = (data: string, action: unknown = 'send') => ({ callback_data: data, action });
const frames = (name: string) => ({ tries: 2, frames: [{ of: 'callback', name, step: 1, args: '' }] });

const documentOf = (callbacks: object[]) => ({
  minuta: 1,
  ready_made_activities: [],
  handlers: [],
  callbacks,
  keyboards: {},
  buttons: {},
});

describeOnBothEngines('people in the middle of a question', (database) => {
  const publish = (version: number, callbacks: object[], ids: string[]) =>
    sql`insert into configuration_versions (version, content) values (${version}::bigint,
      ${JSON.stringify({ version, document: documentOf(callbacks), handler_ids: [], callback_ids: ids })}::json)`.execute(
      database().queries,
    );
  const asking = async (telegramId: number, step: string, question: unknown) => {
    await sql`
      with person as (insert into users (telegram_id) values (${telegramId}::bigint) returning id)
      insert into conversations (user_id, config_version, step, question, updated_at)
      select id, 1, ${step}, ${question === null ? null : JSON.stringify(question)}::jsonb, now() from person`.execute(
      database().queries,
    );
  };

  it('C3 go over to a version where their question still is, by its id; the others’ questions end', async () => {
    const steps = ['send', { action: 'ask', kind: 'phone' }, 'goto done'];
    await publish(
      1,
      [callback('name'), callback('gone'), callback('form', steps), callback('changed', steps)],
      ['1', '2', '3', '4'],
    );
    await publish(
      2,
      [callback('full_name'), callback('form.new', steps), callback('changed', ['send', ...steps]), callback('name')],
      ['1', '3', '4', '9'],
    );
    await asking(1, 'name', null);
    await asking(2, 'gone', null);
    await asking(3, 'form', frames('form'));
    await asking(4, 'changed', frames('changed'));
    await asking(5, 'name 42', null);

    await database()
      .queries.transaction()
      .execute((transaction) => moveConversations(transaction, 2));

    const { rows } = await sql`
      select u.telegram_id, c.config_version, c.step, c.question from conversations c join users u on u.id = c.user_id
      order by u.telegram_id`.execute(database().queries);
    expect(rows).toEqual([
      { telegram_id: 1, config_version: 2, step: 'full_name', question: null },
      { telegram_id: 3, config_version: 2, step: 'form.new', question: frames('form.new') },
      { telegram_id: 5, config_version: 2, step: 'full_name 42', question: null },
    ]);
  });

  it('C3 stay where they are where nobody is in the middle of anything', async () => {
    await moveConversations(database().queries, 2);
  });
});
