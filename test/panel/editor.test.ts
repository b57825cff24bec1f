import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { describePanel, keepPicture, phone, seriousProblems } from '../support/panel.ts';

const made = z.object({ id: z.string() });
const listed = z.object({ items: z.array(z.looseObject({ pattern: z.string() })) });
const screen = z.looseObject({ callback_data: z.string(), message: z.unknown() });

const textOf = (page: Page) => page.getByRole('textbox', { name: 'Message' });
const saved = (page: Page) => page.getByRole('status').filter({ hasText: /^Saved$/ });
/** Writes over what is there, as a person would. */
const write = async (page: Page, text: string) => {
  await textOf(page).click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type(text);
};

const rowOf = (at: Page, pattern: string) =>
  at.getByRole('listitem').filter({ has: at.getByRole('link', { name: new RegExp(`^${pattern}`) }) });

/** Waits until it is told that one row is held over another one. */
const heldOver = async (at: Page, pattern: string, below: string) => {
  const place = await rowOf(at, below).getAttribute('aria-posinset');
  await at.getByText(`“${pattern}”: place ${place} of`).waitFor({ state: 'attached' });
};

/** The middle of what a row is dragged by. */
const grip = async (at: Page, pattern: string) => {
  const box = await rowOf(at, pattern).locator('[title="Drag to another place"]').boundingBox();
  if (box === null) throw new Error(`${pattern} cannot be dragged`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
};

describePanel('the editor', (panel) => {
  let count = 0;
  /** A screen of the test’s own. @returns its name, its id, and where the editor shows it. */
  const makeScreen = async (fields: object = {}) => {
    count += 1;
    const name = `trial${count}.one`;
    const body = { callback_data: name, action: 'edit', message: `Text of ${name}`, ...fields };
    const { id } = made.parse(await panel().call('POST', '/callbacks', body));
    return { name, id, path: `/editor?entry=callback/${id}` };
  };
  const read = async (id: string) => screen.parse(await panel().call('GET', `/callbacks/${id}`));
  const messageOf = async (id: string) => (await read(id)).message;
  const patch = (id: string, body: object) => panel().call('PATCH', `/callbacks/${id}`, body);
  const remove = (...ids: string[]) => Promise.all(ids.map((id) => panel().call('DELETE', `/callbacks/${id}`)));

  it('C1 lists everything, finds it by any word in it, and opens it by a link that a reload keeps', async () => {
    const page = await panel().open('/editor');
    const list = page.getByRole('navigation', { name: 'The bot’s entries' });
    await list.getByRole('link', { name: /^\/start/ }).waitFor();
    await list.getByRole('searchbox').fill('считаю время');
    await expect.poll(() => list.getByRole('link').count()).toBe(1);
    await list.getByRole('searchbox').press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 2 }).waitFor();
    await expect.poll(() => page.url()).toMatch(/entry=callback/);
    await page.reload();
    await page
      .getByRole('textbox', { name: /^Message/ })
      .first()
      .waitFor();
    expect(await seriousProblems(page)).toEqual([]);
    await page.context().close();
  });

  it('C1 what is typed is saved by itself, and what was not yet survives a reload', async () => {
    const { id, path } = await makeScreen();
    const page = await panel().open(path);
    await write(page, 'Typed and saved');
    await saved(page).waitFor();
    await expect.poll(() => messageOf(id)).toBe('Typed and saved');

    await page.context().setOffline(true);
    await write(page, 'Typed without a network');
    await page.getByText('No connection: it is saved as soon as there is one').waitFor();
    expect(await messageOf(id)).toBe('Typed and saved');
    await page.context().setOffline(false);
    await saved(page).waitFor();
    expect(await messageOf(id)).toBe('Typed without a network');

    // The reload comes before the pause after the last letter is over.
    await page.route('**/api/v1/callbacks/*', (route) => route.abort());
    await write(page, 'Typed before the reload');
    await page.getByText('No connection').waitFor();
    await page.unroute('**/api/v1/callbacks/*');
    await page.reload();
    await page.getByText('Typed before the reload').first().waitFor();
    await expect.poll(() => messageOf(id)).toBe('Typed before the reload');
    await remove(id);
    await page.context().close();
  });

  it('C1 every change is undone and done again, also a deletion, which brings the links back', async () => {
    const { id, path, name } = await makeScreen();
    const page = await panel().open(path);
    await textOf(page).click();
    await page.keyboard.press('ControlOrMeta+A');
    // All at once: letters with pauses in between, as on a busy machine, are several changes.
    await page.keyboard.insertText('Changed');
    await expect.poll(() => messageOf(id)).toBe('Changed');
    await saved(page).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => messageOf(id)).toBe(`Text of ${name}`);
    await page.getByRole('button', { name: 'Redo' }).click();
    await expect.poll(() => messageOf(id)).toBe('Changed');

    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByText('Nothing leads here').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await expect.poll(() => read(id).catch(() => null)).toBeNull();
    // Another view in between loses nothing.
    await page.getByRole('link', { name: 'Settings', exact: true }).click();
    await page.getByRole('link', { name: 'Editor', exact: true }).click();
    await page.getByRole('button', { name: 'Undo' }).click();
    const row = page.getByRole('link', { name: new RegExp(`^Changed.*${name}`) });
    await row.click();
    await page.getByRole('heading', { level: 2, name: 'Changed' }).waitFor();
    const again = /callback(?:\/|%2F)(\d+)/.exec(page.url())?.[1] ?? '';
    expect(await messageOf(again)).toBe('Changed');
    await remove(again);
    await page.context().close();
  });

  it('C1 two people at one entry: different fields go together, the same one is chosen', async () => {
    const { id, path } = await makeScreen();
    const page = await panel().open(path);
    await textOf(page).waitFor();
    await patch(id, { action: 'send' });
    await write(page, 'Mine');
    await saved(page).waitFor();
    await expect.poll(() => read(id)).toMatchObject({ action: 'send', message: 'Mine' });

    await page.route('**/api/v1/config**', (route) => route.abort());
    await patch(id, { message: 'Theirs' });
    await write(page, 'Mine again');
    await page.unroute('**/api/v1/config**');
    const alert = page.getByRole('alert').filter({ hasText: 'Two people changed this entry' });
    await alert.getByText('Theirs').waitFor();
    await alert.getByText('admin').first().waitFor();
    expect(await seriousProblems(page)).toEqual([]);
    await keepPicture(page, 'editor-clash');
    expect(await messageOf(id)).toBe('Theirs');
    await alert.getByRole('radio', { name: /Mine again/ }).check();
    await alert.getByRole('button', { name: 'Save what is chosen' }).click();
    await expect.poll(() => messageOf(id)).toBe('Mine again');
    await saved(page).waitFor();
    await remove(id);
    await page.context().close();
  });

  it('C9 shows a problem where it is and mends it by a click', async () => {
    await panel().call('POST', '/keyboards', { id: 'trial.keys', layout: [[{ label: 'Go', data: 'trial.next' }]] });
    const { id, path } = await makeScreen({ keyboard_id: 'trial.keys', message: '<b>open' });
    const page = await panel().open(path);
    await page.getByRole('button', { name: 'Mend the formatting' }).click();
    await expect.poll(() => messageOf(id)).toBe('<b>open</b>');
    await page.getByRole('button', { name: 'Mend the formatting' }).waitFor({ state: 'detached' });

    await page.goto('/editor?entry=keyboard/trial.keys');
    await page.getByText('The button leads nowhere: “trial.next”').first().waitFor();
    await page.getByRole('button', { name: 'Create the screen “trial.next”' }).click();
    await page.getByRole('heading', { level: 2, name: 'A new screen' }).waitFor();
    const next = /callback(?:\/|%2F)(\d+)/.exec(page.url())?.[1] ?? '';
    expect(await read(next)).toMatchObject({ callback_data: 'trial.next' });
    await remove(id, next);
    await panel().call('DELETE', '/keyboards/trial.keys');
    await page.context().close();
  });

  it('C1 a new name is followed by all who refer to it', async () => {
    const { id, path, name } = await makeScreen();
    const other = await makeScreen({ action: `goto ${name}` });
    const page = await panel().open(path);
    await page
      .getByRole('list')
      .getByRole('link', { name: `Text of ${other.name}` })
      .last()
      .waitFor();
    await page.getByRole('textbox', { name: 'The screen’s name' }).fill('trial renamed');
    await page.getByText('Begin with a letter or digit').waitFor();
    await page.getByRole('textbox', { name: 'The screen’s name' }).fill('trial.renamed');
    await page.getByRole('button', { name: 'Rename' }).click();
    await expect.poll(() => read(other.id)).toMatchObject({ action: 'goto trial.renamed' });
    await remove(id, other.id);
    await page.context().close();
  });

  it('C1 finds a text everywhere and replaces it where it is chosen, as one step to undo', async () => {
    const one = await makeScreen({ message: 'Opening hours: 9' });
    const two = await makeScreen({ message: { ru: 'Часы: Opening hours', en: 'opening hours' } });
    const page = await panel().open('/editor');
    await page.getByRole('button', { name: 'Find and replace' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Find', { exact: true }).fill('opening hours');
    await dialog.getByText('Found: 3 places').waitFor();
    await dialog.getByLabel('Replace with').fill('Business hours');
    expect(await seriousProblems(page)).toEqual([]);
    await keepPicture(page, 'editor-replace');
    await dialog.getByRole('button', { name: 'Replace in 3 places' }).click();
    await saved(page).waitFor();
    await expect.poll(() => messageOf(one.id)).toBe('Business hours: 9');
    await expect.poll(() => messageOf(two.id)).toEqual({ ru: 'Часы: Business hours', en: 'Business hours' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => messageOf(two.id)).toEqual({ ru: 'Часы: Opening hours', en: 'opening hours' });
    await expect.poll(() => messageOf(one.id)).toBe('Opening hours: 9');

    // Somebody is faster at one of them: then none is replaced, and it is said whose.
    await page.route('**/api/v1/config', (route) => route.abort());
    await page.getByRole('button', { name: 'Find and replace' }).click();
    await dialog.getByLabel('Find', { exact: true }).fill('opening hours');
    await dialog.getByLabel('Replace with').fill('Business hours');
    await dialog.getByText('Found: 3 places').waitFor();
    await patch(one.id, { message: 'Opening hours: 10' });
    await dialog.getByRole('button', { name: 'Replace in 3 places' }).click();
    await dialog.getByRole('alert').getByText(`Somebody else (admin) has just changed “${one.name}”`).waitFor();
    expect(await messageOf(one.id)).toBe('Opening hours: 10');
    expect(await messageOf(two.id)).toEqual({ ru: 'Часы: Opening hours', en: 'opening hours' });
    await dialog.getByRole('button', { name: 'Replace in 3 places' }).click();
    await expect.poll(() => messageOf(one.id)).toBe('Business hours: 10');
    await remove(one.id, two.id);
    await page.context().close();
  });

  it('C1 commands are put in order by pointer, finger and keys', async () => {
    const patterns = ['drag one', 'drag two', 'drag three'];
    const ids: string[] = [];
    for (const pattern of patterns)
      ids.push(made.parse(await panel().call('POST', '/handlers', { pattern, action: 'send', message: pattern })).id);
    const order = async () => {
      const { items } = listed.parse(await panel().call('GET', '/handlers?limit=200'));
      return items.map(({ pattern }) => pattern).filter((pattern) => patterns.includes(pattern));
    };
    const page = await panel().open('/editor');
    const row = (pattern: string) => page.getByRole('link', { name: new RegExp(`^${pattern}`) });
    await row('drag three').scrollIntoViewIfNeeded();
    const [from, to] = [await grip(page, 'drag three'), await grip(page, 'drag one')];
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(from.x, from.y - 10, { steps: 4 });
    await heldOver(page, 'drag three', 'drag three');
    await page.mouse.move(to.x, to.y - 4, { steps: 8 });
    await heldOver(page, 'drag three', 'drag one');
    await keepPicture(page, 'editor-drag');
    await page.mouse.up();
    await expect.poll(order).toEqual(['drag three', 'drag one', 'drag two']);
    expect(page.url()).not.toMatch(/entry=/);

    await row('drag two').focus();
    await page.keyboard.press('Space');
    const said = page.getByText(/^“drag two”: place \d+ of \d+\.$/);
    await said.waitFor({ state: 'attached' });
    const lifted = await said.textContent();
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => said.textContent()).not.toBe(lifted);
    await page.keyboard.press('Space');
    await expect.poll(order).toEqual(['drag three', 'drag two', 'drag one']);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(order).toEqual(['drag three', 'drag one', 'drag two']);
    await page.context().close();

    const small = await panel().open('/editor', { size: phone });
    await small.getByRole('link', { name: /^drag two/ }).scrollIntoViewIfNeeded();
    const [start, end] = [await grip(small, 'drag two'), await grip(small, 'drag one')];
    const fingers = await small.context().newCDPSession(small);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', y?: number) =>
      fingers.send('Input.dispatchTouchEvent', { type, touchPoints: y === undefined ? [] : [{ x: start.x, y }] });
    await touch('touchStart', start.y);
    await heldOver(small, 'drag two', 'drag two');
    for (let step = 1; step <= 8; step += 1) await touch('touchMove', start.y + ((end.y - start.y - 4) * step) / 8);
    await heldOver(small, 'drag two', 'drag one');
    await touch('touchEnd');
    await expect.poll(order).toEqual(['drag three', 'drag two', 'drag one']);
    await Promise.all(ids.map((id) => panel().call('DELETE', `/handlers/${id}`)));
    await small.context().close();
  });

  it('A4 by keys alone: help, search, a new entry, a copy', async () => {
    const page = await panel().open('/editor');
    await page.getByRole('searchbox').waitFor();
    await page.keyboard.press('Shift+?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('/');
    await expect.poll(() => page.evaluate('document.activeElement?.id')).toBe('editor-search');
    // In a field letters are letters.
    await page.evaluate('document.activeElement?.blur()');
    await page.keyboard.press('n');
    const dialog = page.getByRole('dialog', { name: 'What shall it be?' });
    await dialog.getByRole('radio', { name: 'Screen', exact: true }).check();
    await dialog.getByRole('textbox', { name: 'The screen’s name' }).fill('trial.keys');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 2, name: 'A new message' }).waitFor();
    await saved(page).waitFor();
    await page.keyboard.press('Control+d');
    await page.getByText('The copy is ready: trial.keys-2').waitFor();
    await page.context().close();
  });

  it('A4 the list is one stop of the Tab key for each kind of entry, at the row one stood in', async () => {
    const { id, path } = await makeScreen();
    const page = await panel().open(path);
    const at = () => page.evaluate<string>('document.activeElement?.getAttribute("data-entry") ?? ""');
    const stops = () =>
      page.evaluate<readonly number[]>(`[...document.querySelectorAll('nav section')]
        .filter((section) => section.querySelector('[data-entry]') !== null)
        .map((section) => section.querySelectorAll('[data-entry]:not([tabindex="-1"])').length)`);
    await page.getByRole('heading', { level: 2 }).waitFor();
    await expect.poll(async () => new Set(await stops())).toEqual(new Set([1]));
    await page.locator(`[data-entry="callback/${id}"]`).focus();
    await page.keyboard.press('ArrowUp');
    const stood = await at();
    expect(stood).toMatch(/^callback\//);
    expect(stood).not.toBe(`callback/${id}`);
    await page.keyboard.press('Tab');
    expect(await at()).not.toMatch(/^callback\//);
    await page.keyboard.press('Shift+Tab');
    expect(await at()).toBe(stood);
    expect(new Set(await stops())).toEqual(new Set([1]));
    // Back from an entry it is not far to what stands above the list.
    await page.getByRole('heading', { level: 2 }).focus();
    const publish = page.getByRole('button', { name: /^Publish/ });
    let steps = 0;
    for (; steps < 40; steps += 1) {
      if (await publish.evaluate((element) => element === element.ownerDocument.activeElement)) break;
      await page.keyboard.press('Shift+Tab');
    }
    expect(steps).toBeLessThan(40);
    await remove(id);
    await page.context().close();
  });

  it('A4 on a phone the list and the entry are two screens', async () => {
    const { id, name } = await makeScreen();
    const page = await panel().open('/editor', { size: phone, scheme: 'dark' });
    await page.getByRole('searchbox').fill(name);
    await page.getByRole('link', { name: new RegExp(`^Text of ${name}`) }).click();
    await page.getByRole('heading', { level: 2 }).waitFor();
    await keepPicture(page, 'editor-phone');
    expect(await seriousProblems(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth - window.innerWidth')).toBeLessThanOrEqual(0);
    await page.getByRole('button', { name: 'To the list' }).click();
    await page.getByRole('searchbox').waitFor();
    await remove(id);
    await page.context().close();
  });
});
