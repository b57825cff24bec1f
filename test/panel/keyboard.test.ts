import type { Locator, Page } from 'playwright-core';
import { beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { describePanel, ownerPassword, patience } from '../support/panel.ts';
import { views } from '../support/views.ts';

const listed = z.looseObject({
  items: z.array(z.looseObject({ id: z.union([z.string(), z.number()]).transform(String) })),
});

/** Presses of the tab key after which something counts as out of reach. */
const mostStops = 160;
/** Of a walk through a view that looks whether each stop can be seen. */
const lookedAt = 45;

const isFocused = (target: Locator) => target.evaluate((element) => element === element.ownerDocument.activeElement);

/** To a control by the tab key alone. */
async function go(page: Page, target: Locator, key = 'Tab'): Promise<void> {
  await target.waitFor();
  for (let stop = 0; stop < mostStops; stop += 1) {
    if (await isFocused(target)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`the tab key does not lead to ${String(target)}`);
}

/** To a control, and presses a key on it. */
async function press(page: Page, target: Locator, key = 'Enter'): Promise<void> {
  await go(page, target);
  await page.keyboard.press(key);
}

async function write(page: Page, target: Locator, text: string): Promise<void> {
  await go(page, target);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(text);
}

/** Something holds the keyboard, once what was asked for is done: else the next press would begin at the top again. */
async function expectFocus(page: Page): Promise<void> {
  // What is about to go away has time to.
  await page.waitForTimeout(400);
  await expect
    .poll(() => page.evaluate('document.activeElement !== document.body'), {
      timeout: patience,
      message: 'the focus is lost',
    })
    .toBe(true);
}

const expectAt = (target: Locator) => expect.poll(() => isFocused(target), { timeout: patience }).toBe(true);

/** What opens takes the focus a moment after it is there, and the keys only then. */
const expectIn = (page: Page, role: 'menu' | 'dialog') =>
  page.locator(`[role="${role}"]:focus-within`).waitFor({ state: 'attached' });

/** Closes what a control has opened, which has the focus again then. */
async function leave(page: Page, role: 'menu' | 'dialog', opener: Locator): Promise<void> {
  await expectIn(page, role);
  await page.keyboard.press('Escape');
  await page.getByRole(role).waitFor({ state: 'detached' });
  await expectAt(opener);
}

/** @returns what is focused, and whether that is to be seen: an outline, a shadow or another border, on it or around it */
const stop = `(() => {
  const element = document.activeElement;
  if (element === document.body) return null;
  const name = element.getAttribute('aria-label') ?? element.textContent.trim().slice(0, 40);
  const said = element.tagName.toLowerCase() + ' “' + (name || element.labels?.[0]?.textContent || element.id) + '”';
  const near = [element, element.nextElementSibling, element.parentElement, element.closest('label')];
  for (const label of element.labels ?? []) near.push(label);
  for (let at = element.parentElement, step = 0; at && step < 4; at = at.parentElement, step += 1) near.push(at);
  const isRinged = near.some((one) => {
    if (!one) return false;
    const style = getComputedStyle(one);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1;
  });
  const isInput = element.matches('input, textarea, select, [contenteditable=true]');
  const primary = getComputedStyle(document.documentElement).getPropertyValue('--mantine-primary-color-filled').trim();
  const probe = document.createElement('i');
  probe.style.color = primary;
  document.body.append(probe);
  const color = getComputedStyle(probe).color;
  probe.remove();
  const isBordered = isInput && near.some((one) => one && getComputedStyle(one).borderTopColor === color);
  const { width, height } = element.getBoundingClientRect();
  // The calendar's own button in a field for dates is ringed by the browser.
  const isCalendar = element.matches('[type^=date]:not(:focus)');
  return { said, isSeen: isRinged || isBordered || isCalendar || (element.tagName === 'IFRAME' && width > 0 && height > 0) };
})()`;

interface Stop {
  readonly said: string;
  readonly isSeen: boolean;
}

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor();
const dialog = (page: Page) => page.getByRole('dialog').last();
const see = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();

describePanel('the panel by the keyboard alone', (panel) => {
  beforeEach(async () => void (await panel().call('POST', '/config/draft/discard', {})));

  const open = async (path: string, title: string): Promise<Page> => {
    const page = await panel().open(path);
    await heading(page, title);
    await page.waitForLoadState('networkidle');
    return page;
  };
  const changeHelp = async (message: string) => {
    await panel().call('POST', '/handlers', { pattern: '/changed', action: 'send', message });
  };

  it('A4 shows in every view where it is', async () => {
    const page = await panel().open('/');
    const unseen: Record<string, readonly string[]> = {};
    for (const view of views) {
      await page.goto(view);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle');
      const found = new Set<string>();
      for (let step = 0; step < lookedAt; step += 1) {
        await page.keyboard.press('Tab');
        let at = await page.evaluate<Stop | null>(stop);
        if (at === null) break;
        // Colours take a moment to change.
        for (let look = 0; look < 10 && !at.isSeen; look += 1) {
          await page.waitForTimeout(200);
          at = (await page.evaluate<Stop | null>(stop)) ?? at;
        }
        if (!at.isSeen) found.add(at.said);
      }
      if (found.size > 0) unseen[view] = [...found];
    }
    expect(unseen).toEqual({});
    await page.context().close();
  });

  it('A4 signs in, skips to the content, goes on to another view, changes language and colours, signs out', async () => {
    const page = await panel().openSignedOut('/people');
    await heading(page, 'Sign in to Minuta');
    await write(page, page.getByLabel('Login'), 'admin');
    await write(page, page.getByLabel('Password', { exact: true }), 'wrong');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    await write(page, page.getByLabel('Password', { exact: true }), ownerPassword);
    await page.keyboard.press('Enter');
    await heading(page, 'People');
    // The first stop of a page that begins.
    await page.reload();
    await heading(page, 'People');
    await page.keyboard.press('Tab');
    await expectAt(page.getByRole('link', { name: 'Skip to content' }));
    await page.keyboard.press('Enter');
    await expectAt(page.getByRole('main'));
    await press(page, page.getByRole('navigation').getByRole('link', { name: 'Access' }));
    await heading(page, 'Access');
    await expectFocus(page);
    await press(page, page.getByRole('button', { name: 'Русский' }));
    await heading(page, 'Доступ');
    await expect.poll(() => page.evaluate('document.documentElement.lang'), { timeout: patience }).toBe('ru');
    await expectFocus(page);
    await press(page, page.getByRole('button', { name: 'Тёмная тема' }));
    await page.getByRole('button', { name: 'Светлая тема' }).waitFor();
    await expectFocus(page);
    const account = page.getByRole('button', { name: 'Вы вошли как admin' });
    await press(page, account);
    await leave(page, 'menu', account);
    const signOut = page.getByRole('menuitem', { name: 'Выйти' });
    for (let time = 0; time < 2; time += 1) {
      await page.keyboard.press('Enter');
      await expectIn(page, 'menu');
      await page.keyboard.press('ArrowDown');
      await expectAt(signOut);
      if (time > 0) break;
      await leave(page, 'menu', account);
    }
    await page.keyboard.press('Enter');
    await page.getByLabel('Логин').waitFor();
    await expectFocus(page);
    await page.context().close();
  });

  it('C11 goes through the map by arrows, into a card, connects two screens and finds its way back', async () => {
    const screen = { message: 'A screen', action: 'edit' };
    await panel().call('POST', '/callbacks', { ...screen, callback_data: 'one' });
    await panel().call('POST', '/callbacks', { ...screen, callback_data: 'two' });
    await panel().call('POST', '/handlers', { pattern: '/one', action: ['goto one', 'goto two'] });
    const page = await open('/graph', 'Bot map');
    await page.locator('.react-flow__node').first().waitFor();
    const search = page.getByRole('combobox', { name: 'Find a screen or a command' });
    await write(page, search, '/one');
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const card = (name: string) => page.getByRole('region', { name, exact: true });
    await expectAt(card('/one'));
    await page.keyboard.press('Escape');
    const map = page.getByRole('application');
    await expectAt(map);
    await card('/one').waitFor({ state: 'detached' });
    for (const key of ['-', '+', '0', 'Shift+ArrowLeft']) await page.keyboard.press(key);

    await page.goto('/graph?only=&node=');
    await heading(page, 'Bot map');
    await write(page, search, '/one');
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await press(page, card('/one').getByRole('button', { name: 'Show only from here' }));
    await see(page, 'Only what can be reached from “/one”');
    await expectAt(card('/one'));
    await page.keyboard.press('Escape');
    await expectAt(map);
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await card('/one').waitFor();
    await page.keyboard.press('ArrowRight');
    const said = page.locator('[aria-live=polite]').filter({ hasText: 'Screen' });
    await expect
      .poll(() => said.allInnerTexts(), { timeout: patience })
      .toEqual([expect.stringMatching(/^Screen (one|two)/)]);
    await expectAt(map);
    await page.keyboard.press('Enter');
    const first = (await said.innerText()).slice('Screen '.length);
    await expectAt(card(first));

    const add = card(first).getByRole('button', { name: 'Add a button…' });
    await press(page, add);
    await dialog(page).getByLabel('Leads to').first().waitFor();
    // The first closes the list of screens, which opens with the focus.
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expectAt(add);
    await page.keyboard.press('Enter');
    const other = first === 'one' ? 'two' : 'one';
    await write(page, dialog(page).getByRole('combobox', { name: 'Leads to' }), other);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await write(page, dialog(page).getByLabel('Label of the button'), 'Onwards');
    await page.keyboard.press('Enter');
    await see(page, 'The button “Onwards” is in the draft.');
    await expectFocus(page);
    await page.context().close();
  });

  it('S2 asks for another range and zone, sees figures as a table, and puts a funnel together', async () => {
    const person = await panel().person('Anna');
    for (const words of ['/start', 'Statistics', 'Settings']) await person.say(words);
    await expect
      .poll(async () => JSON.stringify(await panel().call('GET', '/statistics/users')), { timeout: patience })
      .toMatch(/"active":1/);
    const page = await open('/statistics', 'Statistics');
    const week = page.getByRole('button', { name: '7 days' });
    await press(page, week);
    await expect.poll(() => week.getAttribute('aria-pressed'), { timeout: patience }).toBe('true');
    await expectFocus(page);
    await write(page, page.getByRole('combobox', { name: 'Time zone' }), 'Tokyo');
    await page.getByRole('option', { name: 'Asia/Tokyo' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => new URL(page.url()).searchParams.get('zone'), { timeout: patience }).toBe('Asia/Tokyo');
    await expectFocus(page);
    const activity = page.getByRole('region', { name: 'Interactions' });
    await press(page, activity.getByRole('button', { name: 'Table: Interactions' }));
    await activity.getByRole('table').waitFor();
    await expectFocus(page);
    await go(page, activity.getByRole('link', { name: /CSV/ }));
    const funnel = page.getByRole('region', { name: 'Funnel' });
    const step = funnel.getByRole('combobox', { name: 'Add a step' });
    for (const place of [1, 2]) {
      await press(page, step);
      await page.getByRole('option').first().waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await funnel.getByText(`Step ${place}:`).waitFor();
      await expectFocus(page);
    }
    await funnel.getByRole('row').nth(1).waitFor();
    await press(
      page,
      funnel
        .getByRole('button', { name: /Step 1/ })
        .or(funnel.getByRole('button', { name: /^Remove/ }))
        .first(),
    );
    await expectFocus(page);
    await page.context().close();
  });

  it('C10 tries the draft: begins, writes, presses a button, steps back', async () => {
    const page = await open('/preview', 'Preview');
    const chat = page.getByRole('region', { name: 'Preview chat' });
    await press(page, chat.getByRole('button', { name: 'Start', exact: true }));
    await see(page, /Choose what to start/);
    await expectFocus(page);
    await press(page, chat.getByRole('button', { name: 'Reading' }));
    await chat.getByText(/Session started/).waitFor();
    await expectFocus(page);
    await write(page, chat.getByRole('textbox', { name: 'Message' }), 'Finish');
    await page.keyboard.press('Enter');
    await chat.getByText(/Finished:/).waitFor();
    await expectFocus(page);
    const back = chat.getByRole('button', { name: 'Step back' });
    await press(page, back);
    await chat.getByText(/Finished:/).waitFor({ state: 'detached' });
    await expectFocus(page);
    const more = chat.getByRole('button', { name: 'More', exact: true });
    await press(page, more);
    await leave(page, 'menu', more);
    const who = chat.getByRole('button', { name: /^Who writes/ });
    await press(page, who);
    await leave(page, 'dialog', who);
    await page.context().close();
  });

  it('C9 publishes, compares and brings a version back', async () => {
    await changeHelp('Published by keys');
    const page = await open('/versions', 'Versions');
    const publish = page.getByRole('banner').getByRole('button', { name: 'Publish' });
    await press(page, publish);
    await write(page, dialog(page).getByLabel('What is new'), 'By keys');
    await page.keyboard.press('Escape');
    await expectAt(publish);
    await page.keyboard.press('Enter');
    await press(page, dialog(page).getByRole('button', { name: /^Publish/ }));
    await dialog(page)
      .getByText(/after it was published/)
      .first()
      .waitFor();
    await expectFocus(page);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expectFocus(page);
    await go(page, page.getByRole('tab', { selected: true }));
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    const restore = page.getByRole('button', { name: /^Bring back version/ }).first();
    await press(page, restore);
    await leave(page, 'dialog', restore);
    await page.keyboard.press('Enter');
    await press(page, dialog(page).getByRole('button', { name: 'Bring back' }));
    await see(page, /brings back version/);
    await expectFocus(page);
    await press(page, page.getByRole('button', { name: 'Compare version 1 with what runs' }));
    const before = page.getByRole('combobox', { name: 'Before' });
    await before.waitFor();
    await expectFocus(page);
    await write(page, before, 'Version 2');
    await page.getByRole('option', { name: /^Version 2/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expectAt(before);
    await expect.poll(() => before.inputValue(), { timeout: patience }).toMatch(/^Version 2/);
    const swap = page.getByRole('button', { name: 'Swap' });
    await press(page, swap);
    await expect
      .poll(() => page.getByRole('combobox', { name: 'After' }).inputValue(), { timeout: patience })
      .toMatch(/^Version 2/);
    await expectAt(swap);
    await see(page, '/changed');
    await page.context().close();
  });

  it('T12 finds somebody, takes their data as a file, and erases them after asking', async () => {
    const person = await panel().person('Zoya');
    await person.say('/start');
    const find = async () =>
      listed.parse(await panel().call('GET', `/users?telegram_id=${person.id}`)).items[0]?.id ?? '';
    await expect.poll(find, { timeout: patience }).not.toBe('');
    const id = await find();
    const page = await open('/people', 'People');
    await write(page, page.getByLabel('Search'), 'zoy');
    const opener = page.getByRole('button', { name: 'Open: Zoya' });
    await press(page, opener);
    await dialog(page).getByText('Has not tracked anything yet').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expectAt(opener);
    await page.keyboard.press('Enter');
    await press(page, dialog(page).getByRole('button', { name: 'JSON' }));
    await page.getByRole('link', { name: /^Download .*\.json$/ }).waitFor();
    await expectFocus(page);
    await go(page, page.getByRole('link', { name: /^Download .*\.json$/ }));
    const erase = page.getByRole('dialog', { name: 'Person' }).getByRole('button', { name: 'Erase all data' });
    await press(page, erase);
    const confirm = page.getByRole('dialog', { name: 'Erase all data of this person?' });
    await confirm.waitFor();
    await page.keyboard.press('Escape');
    await confirm.waitFor({ state: 'detached' });
    await expectAt(erase);
    await page.keyboard.press('Enter');
    await write(page, confirm.getByLabel(`To confirm, type the number ${id}`), id);
    await press(page, confirm.getByRole('button', { name: 'Erase all data' }));
    await see(page, /Erased\./);
    await expectFocus(page);
    await page.context().close();
  });

  it('A2 adds an administrator, makes a token and revokes it', async () => {
    const page = await open('/access?tab=admins', 'Access');
    await write(page, page.getByLabel('Login'), 'vera');
    await press(page, page.getByRole('combobox', { name: 'Role', exact: true }));
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await press(page, page.getByRole('button', { name: 'Add an administrator' }));
    await page.getByRole('status').locator('code').waitFor();
    await expectFocus(page);
    const remove = page.getByRole('button', { name: 'Remove the administrator vera' });
    await press(page, remove);
    await leave(page, 'dialog', remove);
    await page.keyboard.press('Enter');
    await press(page, dialog(page).getByRole('button', { name: 'Remove' }));
    await see(page, 'The administrator is removed');
    await expectFocus(page);
    await go(page, page.getByRole('tab', { selected: true }), 'Shift+Tab');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await write(page, page.getByLabel('Name'), 'by keys');
    await press(page, page.getByRole('button', { name: 'Make a token' }));
    await page.getByRole('status').locator('code').waitFor();
    await expectFocus(page);
    await press(page, page.getByRole('button', { name: 'Revoke the token by keys' }));
    await press(page, dialog(page).getByRole('button', { name: 'Revoke' }));
    await see(page, 'The token is revoked');
    await expectFocus(page);
    await page.context().close();
  });

  it('A2 closes a session from afar', async () => {
    const other = await panel().open('/people');
    await heading(other, 'People');
    const page = await open('/access', 'Access');
    const end = page.getByRole('button', { name: /^Close the session: / });
    await press(page, end.first());
    await see(page, 'The session is closed');
    await expectFocus(page);
    await other.context().close();
    await page.context().close();
  });

  it('C13 writes a broadcast, chooses whom it is for, and is asked before it goes', async () => {
    const page = await open('/broadcasts', 'Broadcasts');
    await press(page, page.getByRole('button', { name: 'New broadcast' }).first());
    const name = page.getByLabel('Name', { exact: true });
    await name.waitFor();
    await expectFocus(page);
    await write(page, name, 'By keys');
    await write(page, page.getByRole('textbox', { name: /^Message/ }).first(), 'Hello from the keyboard');
    await press(page, page.getByRole('button', { name: 'Add a condition' }));
    await expectIn(page, 'menu');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expectFocus(page);
    await press(page, page.getByRole('button', { name: /^Remove|^Delete/ }).last());
    await expectFocus(page);
    await page.getByText('Saved', { exact: true }).waitFor();
    const send = page.getByRole('button', { name: 'Send…' });
    await press(page, send);
    await leave(page, 'dialog', send);
    await go(page, page.getByRole('button', { name: 'All broadcasts' }), 'Shift+Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Open: By keys' }).waitFor();
    await expectFocus(page);
    await page.context().close();
  });

  it('C13 tries a broadcast, starts, pauses, takes up and stops it', async () => {
    const control = async (method: string, path: string, body?: object) =>
      void (await fetch(`${panel().running.address}/simulator/control${path}`, {
        method,
        ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      }));
    const people = await Promise.all(['Olga', 'Pavel', 'Rita'].map((name) => panel().person(name)));
    for (const person of people) await person.say('/start');
    const count = async () => listed.parse(await panel().call('GET', '/users')).items.length;
    await expect.poll(count, { timeout: patience }).toBeGreaterThanOrEqual(people.length);
    await panel().call('PATCH', '/auth/me', { telegram_id: String(people[0]?.id) });
    const made = z
      .looseObject({ id: z.string() })
      .parse(await panel().call('POST', '/broadcasts', { name: 'Tried by keys', content: { message: 'Slowly' } }));
    const page = await open(`/broadcasts?id=${made.id}`, 'Tried by keys');
    const test = page.getByRole('button', { name: 'Send to myself' });
    await press(page, test);
    await see(page, 'Sent to you');
    await expectAt(test);
    // Telegram asks for a pause: so there is time to hold it.
    await control('POST', '/faults', { do: 'refuse', status: 429, retry_after: 600, method: 'sendMessage' });
    await press(page, page.getByRole('button', { name: 'Send…' }));
    await press(page, dialog(page).getByRole('button', { name: /^Send to / }));
    const pause = page.getByRole('button', { name: 'Pause' });
    await pause.waitFor();
    await expectFocus(page);
    await press(page, pause);
    const resume = page.getByRole('button', { name: 'Go on' });
    await resume.waitFor();
    await expectFocus(page);
    await press(page, resume);
    await pause.waitFor();
    await expectFocus(page);
    const end = page.getByRole('button', { name: 'Stop' });
    await press(page, end);
    await leave(page, 'dialog', end);
    await page.keyboard.press('Enter');
    await press(page, dialog(page).getByRole('button', { name: 'Stop' }));
    await page.getByText('Stopped', { exact: true }).waitFor();
    await expectFocus(page);
    await control('DELETE', '/faults');
    await page.context().close();
  });

  it('A4 makes the guided first change: renames a button, publishes it, taps it', async () => {
    const page = await open('/', 'Home');
    const guide = page.getByRole('region', { name: /first change/i });
    await guide.waitFor();
    const label = guide.getByRole('textbox').first();
    await write(page, label, 'By keys');
    await page.keyboard.press('Enter');
    await press(page, guide.getByRole('button', { name: /publish/i }).first());
    await expectFocus(page);
    await press(page, guide.getByRole('link', { name: /chat/i }));
    const chat = page.frameLocator('iframe');
    await press(page, chat.getByRole('button', { name: 'Start', exact: true }));
    await press(page, chat.getByRole('button', { name: 'By keys', exact: true }).last());
    await guide.getByText(/Done: the bot has changed/).waitFor();
    await page.context().close();
  });
});
