import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { ensureConfiguration } from '../builder/ensure-configuration.ts';
import { describeOnBothEngines } from '../platform/database/testing.ts';
import { firstSteps } from './first-steps.ts';

describeOnBothEngines('the first steps', (database) => {
  it('O1 compare a draft once, and again when it has changed', async () => {
    const { queries } = database();
    await ensureConfiguration(queries);
    let asked = 0;
    const counted = queries.withPlugin({
      transformQuery({ node }) {
        asked += 1;
        return node;
      },
      transformResult: async ({ result }) => result,
    });
    const read = firstSteps(counted);
    const none = { is_changed: false, is_published: false, is_tapped: false };
    expect(await read()).toEqual(none);
    asked = 0;
    expect(await read()).toEqual(none);
    expect(asked).toBe(1);

    await sql`
      delete from draft_entries
      where kind = 'keyboard' and id = (select min(id) from draft_entries where kind = 'keyboard')`.execute(queries);
    await sql`update configuration set draft_revision = draft_revision + 1`.execute(queries);
    expect(await read()).toEqual({ ...none, is_changed: true });
  });
});
