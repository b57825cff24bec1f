import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { describePanel, patience, seriousProblems } from '../support/panel.ts';

const entries = z.object({
  entries: z.array(z.object({ kind: z.string(), id: z.string(), content: z.looseObject({}) })),
});

/** Saving waits for a pause in typing, and a busy machine for longer. */
const eventually = <Value>(read: () => Value) => expect.poll(read, { timeout: patience });

/** What the keyboard stands on, by its name. */
const here = (page: Page) =>
  page.evaluate<string>(`(() => {
    const element = document.activeElement;
    if (element === null || element === document.body) return 'nowhere';
    const labels = [...(element.labels ?? [])].map((label) => label.textContent);
    return element.getAttribute('aria-label') ?? (labels.length > 0 ? labels.join(' ') : element.textContent ?? '');
  })()`);

/** Goes on by Tab until the keyboard stands on something of this name. */
async function goTo(page: Page, name: RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const passed: string[] = [];
  for (let step = 0; step < 120; step += 1) {
    await page.keyboard.press(key);
    const now = await here(page);
    if (name.test(now)) return;
    passed.push(now);
  }
  throw new Error(`no way by ${key} to ${String(name)}: ${passed.join(' | ').slice(0, 3_000)}`);
}

/** Presses keys until the button of the bar that does the same has nothing left to do. */
async function pressToTheEnd(page: Page, keys: string, name: string): Promise<void> {
  const button = page.getByRole('button', { name, exact: true });
  const saved = page.getByRole('status').filter({ hasText: /^Saved$/ });
  for (let step = 0; step < 40; step += 1) {
    await saved.waitFor();
    if (await button.isDisabled()) return;
    await page.keyboard.press(keys);
  }
  throw new Error(`${name} has no end`);
}

/** Entries without what a server numbers anew when they come back. */
const told = (all: z.infer<typeof entries>['entries']) =>
  all.map(({ kind, content }) => ({ kind, content: { ...content, handler_id: undefined } }));

describePanel('the editor by keys alone', (panel) => {
  it(
    'A4 a command with its text, its buttons and a translation is made, undone, done again and published',
    { timeout: 480_000 },
    async () => {
      const draft = async () => entries.parse(await panel().call('GET', '/config/draft/entries')).entries;
      const find = async (kind: string, has: (content: Record<string, unknown>) => boolean) =>
        (await draft()).find((entry) => entry.kind === kind && has(entry.content));
      const before = (await draft()).length;
      const command = () => find('handler', ({ pattern }) => pattern === '/keys');

      const page = await panel().open('/editor');
      await page.getByRole('searchbox').waitFor();
      await page.keyboard.press('n');
      await page.getByRole('dialog').waitFor();
      await goTo(page, /^Command$/);
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.type('/keys');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 2, name: '/keys' }).waitFor();
      await eventually(() => here(page)).toBe('/keys');

      // A text with bold words and a value.
      await goTo(page, /^Message$/);
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.type('Hello, ');
      await page.keyboard.press('ControlOrMeta+B');
      await page.keyboard.type('dear {first name');
      await page.getByRole('option', { name: /first_name/ }).waitFor();
      await eventually(() => here(page)).toBe('Find a value');
      await page.keyboard.press('Enter');
      await page.keyboard.press('ControlOrMeta+B');
      await page.keyboard.type('!');
      const html = 'Hello, <b>dear {{ user.first_name }}</b>!';
      await eventually(async () => (await command())?.content['message']).toBe(html);
      // The value itself: opened, changed, left again.
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('Enter');
      const value = page.getByRole('dialog');
      await value.locator(':focus').waitFor();
      await page.keyboard.press('Escape');
      await value.waitFor({ state: 'detached' });
      await eventually(() => here(page)).toBe('Message');

      // Two rows of buttons.
      await goTo(page, /^Add buttons$/);
      await page.keyboard.press('Enter');
      await eventually(() => here(page)).toMatch(/^Button “Button”/);
      await goTo(page, /^Add a row$/);
      await page.keyboard.press('Enter');
      // The menu takes the focus a moment after it is there.
      await page.locator('[role="menu"] :focus').waitFor({ state: 'attached' });
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await eventually(() => here(page)).toMatch(/^Button “/);
      await goTo(page, /^Label$/);
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.type('To the menu');
      await goTo(page, /^Where it leads$/);
      await page.keyboard.press('Enter');
      await eventually(() => here(page)).toBe('Find a screen');
      await page.keyboard.type('menu');
      await page.keyboard.press('Enter');
      const layoutOf = async () =>
        (await find('keyboard', ({ layout }) => JSON.stringify(layout).includes('To the menu')))?.content['layout'];
      await eventually(layoutOf).toEqual([[{ label: 'Button' }], [{ label: 'To the menu', data: 'menu' }]]);
      await eventually(() => here(page)).toBe('Where it leads');
      // The first one goes, and the keyboard goes on from the one that is left.
      await goTo(page, /^Done$/);
      await page.keyboard.press('Enter');
      await eventually(() => here(page)).toMatch(/^Button “To the menu”/);
      await page.keyboard.press('Shift+Tab');
      await goTo(page, /^Button “Button”/, 'Shift+Tab');
      await page.keyboard.press('Enter');
      await goTo(page, /^Remove/);
      await page.keyboard.press('Enter');
      await eventually(layoutOf).toEqual([[{ label: 'To the menu', data: 'menu' }]]);
      await eventually(() => here(page)).toMatch(/^Button “To the menu”/);

      // A translation: the keyboard goes on in the text that is now to be translated.
      await goTo(page, /^A text for each language$/, 'Shift+Tab');
      await page.keyboard.press('Enter');
      await eventually(() => here(page)).toBe('Message, In Russian');
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.type('Привет');
      await eventually(async () => (await command())?.content['message']).toEqual({ ru: 'Привет', en: html });
      expect(await seriousProblems(page)).toEqual([]);

      // All of it undone and done again.
      const made = told(await draft());
      await goTo(page, /^One text for all languages$/);
      await pressToTheEnd(page, 'ControlOrMeta+Z', 'Undo');
      await eventually(async () => (await draft()).length).toBe(before);
      expect(await command()).toBeUndefined();
      await eventually(() => here(page)).not.toBe('nowhere');
      await pressToTheEnd(page, 'ControlOrMeta+Shift+Z', 'Redo');
      await eventually(async () => told(await draft())).toEqual(made);

      // Behind its end a page begins again.
      await goTo(page, /^Publish/);
      await page.keyboard.press('Enter');
      const dialog = page.getByRole('dialog');
      await dialog.waitFor();
      await goTo(page, /^Publish/);
      await page.keyboard.press('Enter');
      await eventually(() => panel().call('GET', '/config')).toMatchObject({ has_changes: false });
      await dialog.getByRole('button', { name: 'Done' }).waitFor();
      await goTo(page, /^Done$/);
      await page.keyboard.press('Enter');
      await dialog.waitFor({ state: 'detached' });
      await eventually(() => here(page)).not.toBe('nowhere');
      await page.context().close();
    },
  );
});
