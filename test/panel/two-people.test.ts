import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { describePanel, keepPicture, seriousProblems, type Panel } from '../support/panel.ts';

const made = z.looseObject({ id: z.string() });
const screen = z.looseObject({ callback_data: z.string(), message: z.unknown().optional() });
const added = z.looseObject({ id: z.union([z.string(), z.number()]), password: z.string() });
const listed = z.object({ items: z.array(z.looseObject({ version: z.number() })) });

const textOf = (page: Page) => page.getByRole('textbox', { name: 'Message' });
const saved = (page: Page) =>
  page
    .getByRole('status')
    .filter({ hasText: /^Saved$/ })
    .waitFor();

async function write(page: Page, text: string): Promise<void> {
  await textOf(page).click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type(text);
}

/** Keeps changes of entries from leaving the page, as a slow network does. @returns what lets them go */
async function hold(page: Page): Promise<() => void> {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  await page.route('**/api/v1/callbacks/*', async (route) => {
    await released;
    await route.continue();
  });
  return release;
}

/** Opens the question that comes before a publication. @returns the button that publishes */
async function askToPublish(page: Page): Promise<Locator> {
  await page.getByRole('banner').getByRole('button', { name: 'Publish' }).click();
  return page.getByRole('dialog').getByRole('button', { name: /^Publish/ });
}

interface Colleague {
  readonly id: string;
  readonly login: string;
  readonly password: string;
  readonly page: Page;
}

/** Another administrator, signed in at this address. */
async function colleague(panel: Panel, login: string, path: string): Promise<Colleague> {
  const answer = added.parse(await panel.call('POST', '/admins', { login, role: 'editor' }));
  const { password } = answer;
  const page = await panel.openSignedOut('/');
  await page.context().request.post('/api/v1/auth/login', { data: { login, password } });
  await page.goto(path);
  await page.getByRole('button', { name: 'Later' }).click();
  return { id: String(answer.id), login, password, page };
}

describePanel('two people at the panel', (panel) => {
  let count = 0;
  const makeScreen = async () => {
    count += 1;
    const name = `shared${count}`;
    const body = { callback_data: name, action: 'edit', message: `Text of ${name}` };
    const { id } = made.parse(await panel().call('POST', '/callbacks', body));
    return { id, name, path: `/editor?entry=callback/${id}` };
  };
  const read = async (id: string) => screen.parse(await panel().call('GET', `/callbacks/${id}`));
  const newest = async () => listed.parse(await panel().call('GET', '/config/versions?limit=1')).items[0]?.version ?? 0;
  const together = async (path: string, login: string) => {
    const one = await panel().open(path);
    const { page, ...other } = await colleague(panel(), login, path);
    const leave = async () => void (await Promise.all([one.context().close(), page.context().close()]));
    return { one, other: page, colleague: other, leave };
  };

  it('A4 different fields of one entry go together, and the same one is chosen', async () => {
    const { id, path } = await makeScreen();
    const { one, other, leave } = await together(path, 'vera');
    await write(one, 'From one');
    await other.getByRole('switch', { name: 'Enabled' }).uncheck();
    await Promise.all([saved(one), saved(other)]);
    await expect.poll(() => read(id)).toMatchObject({ message: 'From one', enabled: false });
    // Who writes over what they have not seen would be asked as well.
    await textOf(other).getByText('From one').waitFor();

    const go = await hold(one);
    await write(one, 'Mine');
    await write(other, 'Theirs');
    await saved(other);
    go();
    const alert = one.getByRole('alert').filter({ hasText: 'Two people changed this entry' });
    await alert.getByText('vera').first().waitFor();
    await alert.getByText('Theirs').waitFor();
    expect(await seriousProblems(one)).toEqual([]);
    await keepPicture(one, 'two-clash');
    await alert.getByRole('radio', { name: /Mine/ }).check();
    await alert.getByRole('button', { name: 'Save what is chosen' }).click();
    await saved(one);
    expect(await read(id)).toMatchObject({ message: 'Mine', enabled: false });
    // Who lost finds out without a reload.
    await textOf(other).getByText('Mine').waitFor();
    await leave();
  });

  it('A4 who writes in what somebody deletes is told, and can bring it back', async () => {
    const { id, path, name } = await makeScreen();
    const { one, other, leave } = await together(path, 'boris');
    const go = await hold(one);
    await write(one, 'Not to be lost');
    await other.getByRole('button', { name: 'More', exact: true }).click();
    await other.getByRole('menuitem', { name: 'Delete' }).click();
    await other.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await expect.poll(() => read(id).catch(() => null)).toBeNull();
    go();
    await one.getByText('Somebody else deleted this entry').waitFor();
    await keepPicture(one, 'two-deleted');
    await one.getByRole('button', { name: 'Bring it back with my changes' }).click();
    await saved(one);
    const items = z.object({ items: z.array(screen) }).parse(await panel().call('GET', '/callbacks?limit=200')).items;
    expect(items.find((item) => item.callback_data === name)?.message).toBe('Not to be lost');
    await leave();
  });

  it('C9 who types while somebody publishes keeps the text and is told what went out', async () => {
    const { id, path } = await makeScreen();
    const { one, other, leave } = await together(path, 'clara');
    const go = await hold(one);
    await write(one, 'In the middle of a sentence');
    await (await askToPublish(other)).click();
    await other
      .getByRole('dialog')
      .getByText(/ms after it was published/)
      .first()
      .waitFor();
    await one.getByText(/was published: clara/).waitFor();
    go();
    await saved(one);
    expect(await read(id)).toMatchObject({ message: 'In the middle of a sentence' });
    await one.getByRole('link', { name: '1 change not published' }).waitFor();
    await leave();
  });

  it('C9 of two who publish at once neither is lost, and both read what came of it', async () => {
    const { id, path } = await makeScreen();
    const { one, other, leave } = await together(path, 'dora');
    const before = await newest();
    const buttons = [await askToPublish(one), await askToPublish(other)];
    await Promise.all(buttons.map((button) => button.click()));
    for (const page of [one, other])
      await page
        .getByRole('dialog', { name: /^Version \d+ is published$/ })
        .or(page.getByRole('dialog').getByText('The draft has changed while you were looking'))
        .first()
        .waitFor();
    expect(await newest()).toBeGreaterThan(before);
    expect(await read(id)).toMatchObject({ message: expect.stringContaining('Text of') });
    await keepPicture(other, 'two-publish');
    await leave();
  });

  it('C10 a preview goes on by what somebody has brought back, and says so', async () => {
    const version = await newest();
    await panel().call('POST', '/handlers', { pattern: '/later', action: 'send', message: 'Not for long' });
    const { one, other, leave } = await together('/preview', 'emil');
    const chat = one.getByRole('region', { name: 'Preview chat' });
    await chat.getByRole('button', { name: 'Start', exact: true }).click();
    await chat.getByRole('textbox', { name: 'Message' }).fill('/later');
    await one.keyboard.press('Enter');
    await chat.getByText('Not for long').waitFor();
    await panel().call('POST', '/config/publish', { note: 'Soon undone' });
    await other.goto('/versions?tab=history');
    await other.getByRole('button', { name: `Bring back version ${version}` }).click();
    await other.getByRole('dialog').getByRole('button', { name: 'Bring back' }).click();
    await one.getByText(`Version ${version} was brought back: emil`).waitFor();
    await chat.getByText('Not for long').waitFor({ state: 'detached' });
    await leave();
  });

  it('A2 whose role is taken away reads why nothing is saved, and keeps the text', async () => {
    const { id, path, name } = await makeScreen();
    const { other, colleague: fedor, leave } = await together(path, 'fedor');
    const go = await hold(other);
    // All of it is typed before the page finds out: who may only look cannot.
    await write(other, 'Too late');
    await panel().call('PATCH', `/admins/${fedor.id}`, { role: 'viewer' });
    go();
    await other.getByText(/role/i).first().waitFor();
    await other.getByText('Too late').first().waitFor();
    await keepPicture(other, 'two-role');
    expect(await read(id)).toMatchObject({ message: `Text of ${name}` });
    await leave();
  });

  it('A2 whose session is ended signs in again and finds the text, which is then saved', async () => {
    const { id, path } = await makeScreen();
    const { other, colleague: gleb, leave } = await together(path, 'gleb');
    const go = await hold(other);
    // All of it is typed before the page finds out.
    await write(other, 'Typed without a session');
    const elsewhere = await panel().openSignedOut('/');
    const { request } = elsewhere.context();
    const { login, password } = gleb;
    const signedIn = await request.post('/api/v1/auth/login', { data: { login, password } });
    const { csrf_token: token }: { csrf_token: string } = await signedIn.json();
    expect((await request.delete('/api/v1/auth/sessions', { headers: { 'x-csrf-token': token } })).ok()).toBe(true);
    go();
    await other.getByRole('heading', { name: 'Sign in to Minuta' }).waitFor();
    await keepPicture(other, 'two-session');
    const isKept = () => expect.poll(() => read(id)).toMatchObject({ message: 'Typed without a session' });
    // It is saved while the page reads the draft again.
    await other.route('**/api/v1/config/draft/entries*', async (route) => {
      await isKept();
      await route.continue().catch(() => undefined);
    });
    await other.getByLabel('Login').fill(login);
    await other.getByLabel('Password', { exact: true }).fill(password);
    await other.getByRole('button', { name: 'Sign in' }).click();
    await textOf(other).getByText('Typed without a session').waitFor();
    await isKept();
    await elsewhere.context().close();
    await leave();
  });
});
