import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { describePanel, desktop, keepPicture, patience, phone, seriousProblems } from '../support/panel.ts';

const made = z.object({ id: z.string() });
const read = z.record(z.string(), z.unknown());

const box = (page: Page, name: string) => page.getByRole('textbox', { name });
const isSound = async (page: Page) => expect(await seriousProblems(page)).toEqual([]);

describePanel('the parts of the editor', (panel) => {
  const make = async (section: string, body: object) => made.parse(await panel().call('POST', `/${section}`, body)).id;
  const remove = (path: string) => panel().call('DELETE', path);
  /** What the draft has, once it has been saved. */
  const saved = (path: string, field: string) =>
    expect.poll(async () => read.parse(await panel().call('GET', path))[field], { timeout: patience });

  it('C4 a text is formatted by Telegram’s keys, and values are picked where a brace is typed', async () => {
    const id = await make('callbacks', { callback_data: 'parts.text', action: 'send', message: 'Hello' });
    const page = await panel().open(`/editor?entry=callback/${id}`);
    await box(page, 'Message').click();
    await page.keyboard.press('ControlOrMeta+End');
    await page.keyboard.type(', ');
    await page.keyboard.press('ControlOrMeta+B');
    await page.keyboard.type('{first name');
    await expect.poll(() => page.getByRole('textbox', { name: 'Find a value' }).inputValue()).toBe('first name');
    await page.getByRole('option', { name: /first_name/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.press('ControlOrMeta+B');
    await page.keyboard.type(' & <co> ');
    await page.keyboard.press('ControlOrMeta+Shift+X');
    await page.keyboard.type('gone');
    await page.keyboard.press('ControlOrMeta+Shift+X');
    await page.keyboard.press('Enter');
    await page.keyboard.type('{{ today.total | duration }}');
    await saved(`/callbacks/${id}`, 'message').toBe(
      'Hello, <b>{{ user.first_name }}</b> &amp; &lt;co&gt; <s>gone</s>\n{{ today.total | duration }}',
    );
    // The source shows the same, and a broken one stays there with its reason.
    await page.getByRole('button', { name: 'Source' }).click();
    await box(page, 'Message').fill('<b>Open');
    await page.getByText('Formatting is begun and not ended').first().waitFor();
    await box(page, 'Message').fill('<b>Closed</b>');
    await page.getByRole('button', { name: 'Source' }).click();
    await page.locator('strong', { hasText: 'Closed' }).first().waitFor();
    await isSound(page);
    await remove(`/callbacks/${id}`);
    await page.context().close();
  });

  it('C4 keys that come faster than the page is drawn reach a value all the same', async () => {
    const message = 'Hello, {{ user.first_name }}!';
    const id = await make('callbacks', { callback_data: 'parts.fast', action: 'send', message });
    const page = await panel().open(`/editor?entry=callback/${id}`);
    await box(page, 'Message').click();
    await page.keyboard.press('ControlOrMeta+End');
    await expect
      .poll(() => page.evaluate('getSelection().focusNode?.textContent.length === getSelection().focusOffset'), {
        timeout: patience,
      })
      .toBe(true);
    const pressAtOnce = (...keys: readonly string[]) =>
      Promise.all([
        page.evaluate('{ const end = performance.now() + 500; while (performance.now() < end); }'),
        ...keys.map((key) => page.keyboard.press(key)),
      ]);
    await pressAtOnce('ArrowLeft', 'ArrowLeft', 'Enter');
    await page.getByRole('dialog').locator(':focus').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(read.parse(await panel().call('GET', `/callbacks/${id}`))['message']).toBe(message);

    await expect
      .poll(() => box(page, 'Message').evaluate((text) => text.matches(':focus')), { timeout: patience })
      .toBe(true);
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('{first name');
    await expect.poll(() => box(page, 'Find a value').inputValue(), { timeout: patience }).toBe('first name');
    await page.getByRole('option', { name: /first_name/ }).waitFor();
    await pressAtOnce('Enter', '!', '?');
    await saved(`/callbacks/${id}`, 'message').toBe('{{ user.first_name }}!?');
    await remove(`/callbacks/${id}`);
    await page.context().close();
  });

  it('C4 nothing that Telegram can show is lost by pasting from elsewhere', async () => {
    const id = await make('callbacks', { callback_data: 'parts.paste', action: 'send', message: 'x' });
    const page = await panel().open(`/editor?entry=callback/${id}`);
    await box(page, 'Message').click();
    await page.keyboard.press('ControlOrMeta+A');
    await page.evaluate(`{
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/html', \`<html><body><h1>News</h1>
        <p class="MsoNormal"><b style="font-weight:normal">plain</b> <span style="font-weight:700">bold</span>
          and <a href="https://example.org/?a=1&amp;b=2">a link</a></p>
        <ul><li>one</li><li><i>two</i> {{ user.first_name }}</li></ul><script>alert(1)</script></body></html>\`);
      document.activeElement.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
      );
    }`);
    await saved(`/callbacks/${id}`, 'message').toBe(
      '<b>News</b>\nplain <b>bold</b> and <a href="https://example.org/?a=1&amp;b=2">a link</a>\n• one\n• <i>two</i> {{ user.first_name }}',
    );
    await remove(`/callbacks/${id}`);
    await page.context().close();
  });

  it('C4 translations stand side by side, on a phone one behind the other', async () => {
    const message = { ru: 'Привет', en: 'Hello' };
    const id = await make('callbacks', { callback_data: 'parts.languages', action: 'send', message });
    const page = await panel().open(`/editor?entry=callback/${id}`, {
      size: { width: 1600, height: 900 },
    });
    await box(page, 'Message, In Russian').fill('Здравствуйте');
    await saved(`/callbacks/${id}`, 'message').toEqual({ ru: 'Здравствуйте', en: 'Hello' });
    await page.getByRole('button', { name: 'One text for all languages' }).click();
    await page.getByRole('button', { name: 'Keep one' }).click();
    await saved(`/callbacks/${id}`, 'message').toBe('Hello');
    await page.getByRole('button', { name: 'A text for each language' }).click();
    await saved(`/callbacks/${id}`, 'message').toEqual({ ru: 'Hello', en: 'Hello' });
    await page.context().close();

    const small = await panel().open(`/editor?entry=callback/${id}`, { size: phone, language: 'ru', scheme: 'dark' });
    await small.getByRole('tab', { name: 'По-английски' }).click();
    await box(small, 'Сообщение, По-английски').waitFor();
    await isSound(small);
    await keepPicture(small, 'editor-parts-message-phone');
    await remove(`/callbacks/${id}`);
    await small.context().close();
  });

  it('C2 buttons are moved by the keyboard alone, and lead where their screen says', async () => {
    const layout = [
      [
        { label: 'One', data: 'menu' },
        { label: 'Two', data: 'help' },
      ],
      [{ label: 'Three', data: 'menu' }],
    ];
    const keyboard = await make('keyboards', { id: 'parts.keyboard', layout });
    const page = await panel().open(`/editor?entry=keyboard/${keyboard}`);
    const button = (label: string) => page.getByRole('button', { name: new RegExp(`^Button “${label}”`) });
    await button('One').focus();
    await page.keyboard.press('Space');
    await page.getByText('The button “One”: row 1, place 1.').waitFor({ state: 'attached' });
    await page.keyboard.press('ArrowDown');
    await page.getByText('The button “One”: row 2, place 1.').waitFor({ state: 'attached' });
    await page.keyboard.press('Space');
    await saved(`/keyboards/${keyboard}`, 'layout').toEqual([[layout[0]?.[1]], [layout[0]?.[0], layout[1]?.[0]]]);

    await button('Three').press('Enter');
    // There is much room yet.
    expect(await page.getByText('of 44 bytes').count()).toBe(0);
    await box(page, 'Label').fill('Settings');
    await page.getByRole('button', { name: 'Where it leads' }).click();
    await page.getByRole('textbox', { name: 'Find a screen' }).fill('settings');
    await page
      .getByRole('option', { name: /^Settings/ })
      .first()
      .click();
    await page.getByRole('combobox', { name: 'When it shows' }).click();
    await page.getByRole('option', { name: 'Show only if' }).click();
    await saved(`/keyboards/${keyboard}`, 'layout').toEqual([
      [layout[0]?.[1]],
      [layout[0]?.[0], { label: 'Settings', data: 'settings', when: '{% if session %}yes{% endif %}' }],
    ]);
    await isSound(page);
    await remove(`/keyboards/${keyboard}`);
    await page.context().close();
  });

  it('C4 the link of a mark is of the bot that is connected, and is copied', async () => {
    const id = await make('handlers', { pattern: '/start=parts', action: 'send', message: 'Hello' });
    const page = await panel().open(`/editor?entry=handler/${id}`);
    await page.getByText('The link: t.me/name_of_the_bot?start=parts').waitFor();
    // As it is once a bot of Telegram's own is connected.
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.route('**/api/v1/bot', async (route) => {
      const answer = await route.fetch();
      const bot = { id: '1', name: 'Ours', username: 'our_own_bot' };
      await route.fulfill({ response: answer, json: { ...read.parse(await answer.json()), bot, is_simulated: false } });
    });
    await page.reload();
    await page.getByText('The link: t.me/our_own_bot?start=parts').waitFor();
    await page.getByRole('button', { name: 'Copy the link' }).click();
    const copied = () => page.evaluate('navigator.clipboard.readText()');
    await expect.poll(copied, { timeout: patience }).toBe('https://t.me/our_own_bot?start=parts');
    await isSound(page);
    await remove(`/handlers/${id}`);
    await page.context().close();
  });

  it('C3 steps are picked in sentences and filled in by forms', async () => {
    const id = await make('callbacks', { callback_data: 'parts.steps', action: 'edit', message: 'Tea or coffee?' });
    const page = await panel().open(`/editor?entry=callback/${id}`);
    const add = async (search: string) => {
      await page.getByRole('button', { name: 'Add a step' }).click();
      await page.getByRole('textbox', { name: 'Find an action' }).fill(search);
      await page.keyboard.press('Enter');
    };
    await add('waits for the answer');
    const question = page.getByRole('group', { name: /^Step 2/ });
    await question.getByRole('combobox', { name: 'What is expected' }).click();
    await page.getByRole('option', { name: 'One of several' }).click();
    await question.getByLabel('Keep it as').fill('drink');
    await question.getByRole('group', { name: 'Choices' }).getByRole('button', { name: 'Add' }).click();
    await question.getByLabel('Label').fill('Tea');
    await add('goto');
    const jump = page.getByRole('group', { name: /^Step 3/ });
    await jump.getByRole('button', { name: 'Where to go' }).click();
    await page.getByRole('textbox', { name: 'Find a screen' }).fill('/menu');
    await page.getByRole('option').first().click();
    await saved(`/callbacks/${id}`, 'action').toEqual([
      'edit',
      { action: 'ask', kind: 'choice', into: 'drink', choices: ['Tea'] },
      'goto /menu',
    ]);
    await page.getByRole('button', { name: 'Step 3: up' }).click();
    await page.getByRole('button', { name: 'Remove step 3' }).click();
    await saved(`/callbacks/${id}`, 'action').toEqual(['edit', 'goto /menu']);
    await isSound(page);
    await remove(`/callbacks/${id}`);
    await page.context().close();
  });

  it('C3 a list that is open can be chosen from also where its button has moved out of sight', async () => {
    const id = await make('callbacks', { callback_data: 'parts.moved', action: 'edit', message: 'Tea or coffee?' });
    const page = await panel().open(`/editor?entry=callback/${id}`);
    const button = page.getByRole('button', { name: 'Add a step' });
    await button.click();
    const find = page.getByRole('textbox', { name: 'Find an action' });
    await find.waitFor();
    // As what the check finds does, and what comes from somebody else.
    await button.evaluate((one) => one.setAttribute('style', 'margin-top: 3000px'));
    await expect.poll(() => button.evaluate((one) => one.getBoundingClientRect().top)).toBeGreaterThan(desktop.height);
    await page.waitForTimeout(300);
    expect(await find.isVisible()).toBe(true);
    await find.fill('waits for the answer');
    await page.keyboard.press('Enter');
    await page.getByRole('group', { name: /^Step 2/ }).waitFor({ state: 'attached' });
    await remove(`/callbacks/${id}`);
    await page.context().close();
  });

  it('C3 a step lacks something only once it was left', async () => {
    const id = await make('callbacks', { callback_data: 'parts.unfinished', action: 'edit', message: 'Name?' });
    const page = await panel().open(`/editor?entry=callback/${id}`);
    const step = page.getByRole('group', { name: /^Step 1:/ });
    // Of the page, wherever it is scrolled to.
    const top = async () =>
      Math.round(((await step.boundingBox())?.y ?? 0) + Number(await page.evaluate('window.scrollY')));
    await page.waitForLoadState('networkidle');
    const before = await top();
    await page.getByRole('button', { name: 'Add a step' }).click();
    await box(page, 'Find an action').fill('waits for the answer');
    await page.keyboard.press('Enter');
    await page.getByRole('status').filter({ hasText: 'Complete the step' }).waitFor();
    // What comes and goes moves nothing from under the pointer.
    expect(await top()).toBe(before);
    await box(page, 'Message').click();
    await page.getByRole('alert').filter({ hasText: 'It cannot be saved like this' }).waitFor();
    await remove(`/callbacks/${id}`);
    await page.context().close();
  });

  it('C5 the full name of a screen and Enter take that screen', async () => {
    // Others begin with the same name, and one says it.
    const names = ['exact.longer', 'exact.far', 'exact'];
    const ids: string[] = [];
    for (const name of names)
      ids.push(
        await make('callbacks', { callback_data: name, action: 'send', ...(name !== 'exact' && { message: 'exact' }) }),
      );
    const keyboard = await make('keyboards', { id: 'parts.exact', layout: [[{ label: 'Go' }]] });
    const page = await panel().open(`/editor?entry=keyboard/${keyboard}`);
    await page.getByRole('button', { name: /^Button “Go”/ }).click();
    await page.getByRole('button', { name: 'Where it leads' }).click();
    await box(page, 'Find a screen').fill('exact');
    await page.keyboard.press('Enter');
    await saved(`/keyboards/${keyboard}`, 'layout').toEqual([[{ label: 'Go', data: 'exact' }]]);
    const { items } = z
      .object({ items: z.array(z.object({ callback_data: z.string() })) })
      .parse(await panel().call('GET', '/callbacks?limit=200'));
    expect(items.filter(({ callback_data: name }) => name.startsWith('exact'))).toHaveLength(3);
    await Promise.all(ids.map((each) => remove(`/callbacks/${each}`)));
    await remove(`/keyboards/${keyboard}`);
    await page.context().close();
  });

  it('C4 what is too long, unfinished or no picture is told in its place, and nothing of it is lost', async () => {
    const id = await make('callbacks', { callback_data: 'parts.bad', action: 'send', message: 'x' });
    const page = await panel().open(`/editor?entry=callback/${id}`);
    const long = `👨‍👩‍👧‍👦 שלום ${'слово '.repeat(830)}`.trim();
    await box(page, 'Message').click();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.insertText(long);
    await saved(`/callbacks/${id}`, 'message').toBe(long);
    await page
      .getByText(/4[\s,.]?096/)
      .first()
      .waitFor();

    await page.getByRole('button', { name: 'Source' }).click();
    await box(page, 'Message').fill('Hello {{ user.first_name');
    await saved(`/callbacks/${id}`, 'message').toBe('Hello {{ user.first_name');
    await page.reload();
    await expect.poll(() => box(page, 'Message').inputValue(), { timeout: patience }).toBe('Hello {{ user.first_name');

    await page.getByRole('button', { name: 'Add a picture' }).click();
    const choose = (name: string, mimeType: string, bytes: number) =>
      page.locator('input[type=file]').setInputFiles({ name, mimeType, buffer: Buffer.alloc(bytes) });
    await choose('price list.pdf', 'application/pdf', 1_000);
    await page.getByRole('alert').getByText('“price list.pdf” is no picture').waitFor();
    await choose('holidays.png', 'image/png', 20 * 1024 * 1024);
    await page.getByRole('alert').getByText('“holidays.png” takes 20 MB').waitFor();
    await remove(`/callbacks/${id}`);
    await page.context().close();
  });

  it('C2 a pattern is chosen by its kind and tried on an example', async () => {
    const id = await make('handlers', { pattern: 'price', action: 'send', message: 'Cheap' });
    const page = await panel().open(`/editor?entry=handler/${id}`);
    await page.getByRole('combobox', { name: 'What it answers' }).click();
    await page.getByRole('option', { name: 'Words anywhere' }).click();
    await page.getByLabel('Try an example').fill('What is the PRICE?');
    await page.getByText('It fits').first().waitFor();
    await saved(`/handlers/${id}`, 'pattern').toBe('*price*');
    await page.getByRole('combobox', { name: 'What it answers' }).click();
    await page.getByRole('option', { name: 'A regular expression' }).click();
    await page.getByLabel('Expression').fill(String.raw`^\d+ min$`);
    await page.getByLabel('Try an example').fill('15 min');
    await page.getByText('It fits').first().waitFor();
    await saved(`/handlers/${id}`, 'pattern').toBe(String.raw`re:^\d+ min$`);
    await isSound(page);
    await remove(`/handlers/${id}`);
    await page.context().close();
  });
});
