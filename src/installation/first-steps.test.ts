import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { addEntry } from '../builder/change-entry.ts';
import { ensureConfiguration } from '../builder/ensure-configuration.ts';
import { shippedFile, smallBot, testActor, testPublishing } from '../builder/life-testing.ts';
import { publish } from '../builder/publish.ts';
import { rollBack } from '../builder/roll-back.ts';
import { writeRows } from '../interactions/testing.ts';
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

describeOnBothEngines('the first steps of a small bot', (database) => {
  it('O1 stay done when what was published and tapped is taken back', async () => {
    const { queries } = database();
    const shipped = await shippedFile(smallBot);
    await ensureConfiguration(queries, shipped.file);
    await shipped.remove();
    const publishing = testPublishing(queries);
    const by = testActor('anna');
    await addEntry(publishing, by, { kind: 'button', id: 'mine', content: { label: 'Mine', data: 'more' } });
    const read = firstSteps(queries);
    await publish(publishing, { by });
    const published = { is_changed: true, is_published: true, is_tapped: false };
    expect(await read()).toEqual(published);
    const tap = {
      event: 'button_click',
      userId: null,
      at: Temporal.Now.instant().epochMilliseconds + 1_000,
      handler: 'more',
      outcome: 'ok',
    };
    await writeRows(database(), [{ ...tap, source: null, version: 2 }]);
    const done = { ...published, is_tapped: true };
    expect(await read()).toEqual(done);

    await rollBack(publishing, 1, { by });
    expect(await read()).toEqual(done);
    // A process that starts later finds the same.
    expect(await firstSteps(queries)()).toEqual(done);
  });
});
