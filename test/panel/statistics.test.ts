import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { describePanel, keepPicture, phone, seriousProblems, type Panel } from '../support/panel.ts';

/** Somebody starts the bot by a link and opens its menus. */
async function use(panel: Panel, name: string, link: string): Promise<void> {
  const person = await panel.person(name);
  for (const text of [link, 'Statistics', 'Settings', 'what is this?']) await person.say(text);
}

describePanel('statistics, in the panel', (panel) => {
  it('S2 says how figures come to be while nobody has used the bot', async () => {
    const page = await panel().open('/statistics');
    await page.getByText('Nothing to show yet').waitFor();
    await page.getByRole('region', { name: 'Right now' }).or(page.getByText('Right now:')).first().waitFor();
  });

  it('S2 shows who came, what they did, from where, and what went wrong', async () => {
    await use(panel(), 'Anna', '/start spring');
    await use(panel(), 'Boris', '/start');
    await expect
      .poll(async () => JSON.stringify(await panel().call('GET', '/statistics/users')), { timeout: 15_000 })
      .toMatch(/"total":\{"active":2,"new":2/);
    const page = await panel().open('/statistics');
    const activity = page.getByRole('region', { name: 'Interactions' });
    await activity.getByRole('img', { name: 'Interactions. Total: 8' }).waitFor();
    await activity.getByText('By kind').click();
    await activity.getByRole('button', { name: 'Table: Interactions' }).click();
    await activity.getByRole('columnheader', { name: 'Start (/start)' }).waitFor();
    expect(new URL(page.url()).searchParams.get('by')).toBe('event');

    const sources = page.getByRole('region', { name: 'Where people come from' });
    await sources.getByRole('row', { name: /^spring/ }).waitFor();
    await page.getByRole('region', { name: 'Time tracked' }).getByText('There was nothing in this time.').waitFor();
    expect(await seriousProblems(page)).toEqual([]);
    await keepPicture(page, 'statistics-used');
  });

  it('S2 a funnel is put together from what answered people, and its address shows it again', async () => {
    const page = await panel().open('/statistics');
    const funnel = page.getByRole('region', { name: 'Funnel' });
    await funnel.getByText(/Choose at least two steps/).waitFor();
    for (const place of [0, 1]) {
      await funnel.getByRole('combobox', { name: 'Add a step' }).click();
      await page.getByRole('option').nth(0).click();
      await funnel.getByText(`Step ${place + 1}:`).waitFor();
    }
    await funnel.getByRole('row').nth(1).waitFor();
    expect(await funnel.getByRole('row').first().innerText()).toContain('100%');
    await page.reload();
    await funnel.getByRole('row').nth(1).waitFor();
  });

  it('S2 another range and zone are asked for, kept in the address, and downloaded as CSV', async () => {
    const page = await panel().open('/statistics', { size: phone });
    await page.getByRole('button', { name: '7 days' }).click();
    expect(await page.getByRole('button', { name: '7 days' }).getAttribute('aria-pressed')).toBe('true');
    await page.getByRole('combobox', { name: 'Time zone' }).fill('Tokyo');
    await page.getByRole('option', { name: 'Asia/Tokyo' }).click();
    expect(new URL(page.url()).searchParams.get('zone')).toBe('Asia/Tokyo');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download CSV: People', exact: true }).click(),
    ]);
    const [columns, ...rows] = (await readFile(await download.path(), 'utf8')).trim().split('\r\n');
    expect(columns).toContain('active');
    expect(rows).toHaveLength(7);
    await keepPicture(page, 'statistics-phone');
  });
});
