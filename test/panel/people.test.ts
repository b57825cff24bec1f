import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { describePanel, type Panel } from '../support/panel.ts';

const named = z.looseObject({ id: z.union([z.string(), z.number()]).transform(String) });
const listed = z.looseObject({ items: z.array(named) });

/** Somebody writes to the bot through the simulator. @returns their id here */
async function newcomer(panel: Panel, name: string): Promise<string> {
  const person = await panel.person(name);
  await person.say('/start');
  const find = async () => listed.parse(await panel.call('GET', `/users?telegram_id=${person.id}`)).items[0]?.id ?? '';
  await expect.poll(find).not.toBe('');
  return find();
}

const open = (page: Page, name: string) => page.getByRole('button', { name: `Open: ${name}` });

describePanel('people, in the panel', (panel) => {
  it('A2 somebody is found by a part of their name or their number, and their state is shown', async () => {
    const id = await newcomer(panel(), 'Ludmila');
    await newcomer(panel(), 'Boris');
    const page = await panel().open('/people');
    await open(page, 'Boris').waitFor();
    await page.getByLabel('Search').fill('ludm');
    await open(page, 'Boris').waitFor({ state: 'detached' });
    await open(page, 'Ludmila').click();
    const drawer = page.getByRole('dialog');
    await drawer.getByText('Has not tracked anything yet').waitFor();
    expect(new URL(page.url()).searchParams.get('person')).toBe(id);

    const activities = listed.parse(await panel().call('GET', `/users/${id}/activities`));
    await panel().call('POST', '/sessions', { user_id: id, activity_id: activities.items[0]?.id });
    await page.reload();
    await drawer.getByText('A timer is running').waitFor();
    await drawer.getByRole('button', { name: 'Finish the timer' }).click();
    await drawer.getByText('Tracking nothing').waitFor();

    await page.goto('/people?q=nobody-of-this-name');
    await page.getByText('Nobody was found').waitFor();
  });

  it('T12 somebody’s data is given as a file, and erased once their number is typed', async () => {
    const id = await newcomer(panel(), 'Zoya');
    const page = await panel().open(`/people?person=${id}`);
    const drawer = page.getByRole('dialog', { name: 'Person' });
    await drawer.getByRole('button', { name: 'JSON' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      drawer.getByRole('link', { name: /^Download .*\.json$/ }).click(),
    ]);
    expect(JSON.parse(await readFile(await download.path(), 'utf8'))).toBeTypeOf('object');

    await drawer.getByRole('button', { name: 'Erase all data' }).click();
    const confirm = page.getByRole('dialog', { name: 'Erase all data of this person?' });
    expect(await confirm.getByRole('button', { name: 'Erase all data' }).isDisabled()).toBe(true);
    await confirm.getByLabel(`To confirm, type the number ${id}`).fill(id);
    await confirm.getByRole('button', { name: 'Erase all data' }).click();
    await drawer.getByText(/Erased\./).waitFor();
    // Nothing else is left of them: a receipt, in the list behind as well.
    await drawer.getByText(/^Number of the deletion: [0-9A-F]{8}$/).waitFor();
    await drawer.getByText(/^Finished: /).waitFor();
    await expect.poll(() => drawer.innerText()).not.toContain('Zoya');
    await expect.poll(() => drawer.getByRole('link').count()).toBe(0);
    await expect.poll(() => drawer.getByRole('button').count()).toBe(1);
    await drawer.getByRole('button', { name: 'Close' }).click();
    await open(page, 'Zoya').waitFor({ state: 'detached' });
    await page.goto(`/people?person=${id}`);
    await page.getByText('There is no such person').waitFor();
  });
});
