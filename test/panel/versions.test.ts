import type { Page } from 'playwright-core';
import { beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { describePanel, desktop, keepPicture, phone, seriousProblems } from '../support/panel.ts';

const listed = z.object({ items: z.array(z.looseObject({ id: z.string() })) });
const state = z.object({ version: z.number(), draft_revision: z.number(), has_changes: z.boolean() });

const see = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();

describePanel('versions in the panel', (panel) => {
  /** The id of the entry whose field says this. */
  const idOf = async (section: string, field: string, value: string): Promise<string> => {
    const { items } = listed.parse(await panel().call('GET', `/${section}?limit=200`));
    return items.find((item) => item[field] === value)?.id ?? '';
  };
  const stateNow = async () => state.parse(await panel().call('GET', '/config'));
  const changeHelp = async (message: string) => {
    const id = await idOf('callbacks', 'callback_data', 'help');
    await panel().call('PATCH', `/callbacks/${id}`, { message: { ru: message, en: message } });
  };

  beforeEach(async () => void (await panel().call('POST', '/config/draft/discard', {})));

  it('C9 shows what is not published in words and side by side, and takes one change back', async () => {
    await changeHelp('Новая помощь');
    await panel().call('POST', '/handlers', { pattern: '/hello', action: 'send', message: 'Hi' });
    const page = await panel().open('/versions', { language: 'ru', scheme: 'dark' });
    const help = page.getByRole('listitem').filter({ hasText: 'Экран «help»' });
    await help.getByText('Изменён текст.').waitFor();
    await help.getByText('API token').or(help.getByText('admin')).first().waitFor();
    await help.getByRole('button', { name: /Было и стало/ }).click();
    await help.getByText('Вот что я умею').first().waitFor();
    await keepPicture(page, 'versions-draft');
    await page.getByRole('button', { name: 'Отменить изменение: Экран «help»' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Отменить изменение' }).click();
    await help.waitFor({ state: 'detached' });
    await see(page, 'Команда /hello');
    expect(await seriousProblems(page)).toEqual([]);
    await page.getByRole('button', { name: 'Отменить всё' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Отменить всё' }).click();
    await see(page, 'Всё опубликовано');
    expect((await stateNow()).has_changes).toBe(false);
    await page.context().close();
  });

  it('C9 publishes from any view, with a note and how soon each process had it', async () => {
    await changeHelp('Published help');
    const page = await panel().open('/');
    await page.getByRole('link', { name: '1 change not published' }).first().waitFor();
    await page.getByRole('banner').getByRole('button', { name: 'Publish' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Screen “help”: changed.').waitFor();
    await dialog.getByLabel('What is new').fill('Help says more');
    await keepPicture(page, 'publish');
    expect(await seriousProblems(page)).toEqual([]);
    await dialog.getByRole('button', { name: /^Publish/ }).click();
    await dialog
      .getByText(/ms after it was published/)
      .first()
      .waitFor();
    await keepPicture(page, 'published');
    await dialog.getByRole('link', { name: 'History of versions' }).click();
    await see(page, 'Help says more');
    expect(await stateNow()).toMatchObject({ has_changes: false });
    await page.context().close();
  });

  it('C9 does not publish what has errors, and says where they are', async () => {
    const made = z.object({ id: z.string() });
    const body = { callback_data: 'broken', action: 'send', message: '<b>not closed', keyboard_id: 'nowhere' };
    const { id } = made.parse(await panel().call('POST', '/callbacks', body));
    const page = await panel().open('/versions', { size: phone });
    await page.getByRole('banner').getByText('1 change not published').last().waitFor({ state: 'attached' });
    await see(page, 'While there are errors it cannot be published.');
    expect(await page.evaluate('document.documentElement.scrollWidth - window.innerWidth')).toBe(0);
    await page.getByRole('banner').getByRole('button', { name: 'Publish' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Fix the errors first').waitFor();
    await expect.poll(() => dialog.getByRole('button', { name: 'Publish', exact: true }).isDisabled()).toBe(true);
    await keepPicture(page, 'publish-blocked-phone');
    const mend = dialog.getByRole('link', { name: 'Fix in the editor: Screen “broken” · Text' }).first();
    expect(await mend.getAttribute('href')).toContain(`entry=callback%2F${id}`);
    await page.context().close();
  });

  it('C9 brings an old version back after saying what that changes', async () => {
    const { version: before } = await stateNow();
    await changeHelp('To be taken back');
    await panel().call('POST', '/config/publish', { note: 'A mistake' });
    const page = await panel().open('/versions?tab=history', { size: phone });
    await page.getByRole('button', { name: `Bring back version ${before}` }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Screen “help”: changed').waitFor();
    await keepPicture(page, 'bring-back');
    await dialog.getByRole('button', { name: 'Bring back' }).click();
    await see(page, `brings back version ${before}`);
    expect((await stateNow()).version).toBe(before + 2);
    expect(await seriousProblems(page)).toEqual([]);
    await keepPicture(page, 'versions-history-phone');
    await page.context().close();
  });

  it('C9 compares any two, and a link shows the same', async () => {
    const { version } = await stateNow();
    const page = await panel().open(`/versions?tab=compare&from=1&to=${version}`, { size: desktop });
    await see(page, 'Screen “help”');
    await page.reload();
    await see(page, 'Screen “help”');
    await page.getByRole('button', { name: 'Swap' }).click();
    await expect.poll(() => page.url()).toContain(`from=${version}&to=1`);
    await page.context().close();
  });

  it('C9 tells everybody within seconds that somebody else has published or gone back', async () => {
    const page = await panel().open('/statistics');
    await page.getByText(/^Version \d+$/).waitFor();
    await changeHelp('From somebody else');
    await panel().call('POST', '/config/publish', { note: 'A new greeting' });
    await see(page, /was published/);
    await see(page, /A new greeting/);
    await panel().call('POST', '/config/rollback', { version: 1 });
    await see(page, /Version 1 was brought back/);
    await page.context().close();
  });

  it('C12 takes a file into the draft, and says line by line what is wrong with one', async () => {
    const page = await panel().open('/versions');
    const choose = async (text: string) => {
      await page.getByRole('main').getByRole('button', { name: 'More', exact: true }).click();
      const chooser = page.waitForEvent('filechooser');
      await page.getByRole('menuitem', { name: 'Upload a file…' }).click();
      await (await chooser).setFiles({ name: 'bot.yaml', mimeType: 'application/yaml', buffer: Buffer.from(text) });
      await page.getByRole('dialog').getByRole('button', { name: 'Upload into the draft' }).click();
    };
    await choose('minuta: 1\nhandlers:\n  - pattern: /start\n    action: nonsense\n');
    await page.getByRole('dialog').getByText('line 4').waitFor();
    await keepPicture(page, 'import-failed');
    await page.keyboard.press('Escape');
    await choose(
      "minuta: 1\nhandlers:\n  - { pattern: /start, action: send, message: Hello }\n  - { pattern: '*', action: send, message: What }\n",
    );
    await see(page, 'The file is in the draft.');
    await see(page, 'Command /start');
    await page.getByRole('main').getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Restore the standard menu…' }).click();
    await page.route('**/api/v1/config/reset', (route) => route.abort());
    await page.getByRole('dialog').getByRole('button', { name: 'Restore in the draft' }).click();
    // Nobody has changed anything: it was not reached.
    await see(page, /The server does not answer/);
    await page.unroute('**/api/v1/config/reset');
    await page.getByRole('dialog').getByRole('button', { name: 'Restore in the draft' }).click();
    await see(page, /Restored in the draft: \d+/);
    await page.context().close();
  });

  it('C9 a draft is emptied from an address, and leads on to a first command', async () => {
    const page = await panel().open('/versions?tab=history&ask=empty', { size: phone });
    await page.getByRole('dialog').getByRole('button', { name: 'Take everything out' }).click();
    await page.getByText('The draft is empty').waitFor();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(new URL(page.url()).search).toBe('');
    await keepPicture(page, 'versions-emptied-phone');
    expect(await seriousProblems(page)).toEqual([]);
    await page.getByRole('link', { name: 'Make the first command' }).click();
    await page.getByRole('button', { name: 'Create /start' }).waitFor();
    await page.context().close();
  });
});
