import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { describePanel, keepPicture, phone, seriousProblems } from '../support/panel.ts';

const chatOf = (page: Page) => page.getByRole('region', { name: /Preview chat|Чат предпросмотра/ });

async function begin(page: Page): Promise<void> {
  await chatOf(page)
    .getByRole('button', { name: /^(Start|Начать)$/ })
    .click();
  await page.getByText(/Choose what to start|Выберите, что начинаем/).waitFor();
}

describePanel('the preview', (panel) => {
  it('C10 a chat beside the configuration runs the draft: start a timer, let time pass, finish', async () => {
    const page = await panel().open('/preview');
    await begin(page);
    const chat = chatOf(page);
    await chat.getByRole('button', { name: 'Reading' }).click();
    await chat.getByText(/Session started/).waitFor();
    await chat.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: '25 minutes' }).click();
    await chat.getByText('Passed: 25 min').waitFor();
    await chat.getByRole('textbox', { name: 'Message' }).fill('Finish');
    await page.keyboard.press('Enter');
    await chat.getByText(/Finished: 25m\. Today in total: 25m\./).waitFor();
    expect(await seriousProblems(page)).toEqual([]);
    await keepPicture(page, 'preview-finished');
    // Nobody has come, and nothing was counted.
    expect(await panel().call('GET', '/users')).toMatchObject({ items: [] });
  });

  it('C10 steps back, starts over, and keeps its steps through a reload', async () => {
    const page = await panel().open('/preview');
    await begin(page);
    const chat = chatOf(page);
    await chat.getByRole('button', { name: 'Reading' }).click();
    const card = chat.getByText(/Session started/);
    await card.waitFor();
    await page.reload();
    await card.waitFor();
    await chat.getByRole('button', { name: 'Step back' }).click();
    await card.waitFor({ state: 'detached' });
    await chat.getByRole('button', { name: 'Start over' }).click();
    await chat.getByText(/the bot gets \/start/).waitFor();
  });

  it('C10 is who an administrator wants to be: name, language, zone, time, a running timer', async () => {
    const page = await panel().open('/preview');
    await chatOf(page).getByRole('button', { name: 'Who writes: Anna' }).click();
    const form = page.getByRole('dialog', { name: 'Who writes' });
    await form.getByRole('textbox', { name: 'Name', exact: true }).fill('Ольга');
    await form.getByRole('combobox', { name: 'Language' }).click();
    await page.getByRole('option', { name: 'Русский' }).click();
    await form.getByLabel('When it begins').fill('2026-11-20T23:50');
    await form.getByText('Running for 25 minutes').click();
    expect(await seriousProblems(page)).toEqual([]);
    await keepPicture(page, 'preview-persona');
    await form.getByRole('button', { name: 'Save' }).click();
    await begin(page);
    await chatOf(page).getByText('Привет, Ольга').waitFor();
    await chatOf(page).getByRole('button', { name: 'Завершить' }).click();
    await chatOf(page)
      .getByText(/Завершена — 25 мин/)
      .waitFor();
    await page.getByText('today.total').waitFor();
  });

  it('C10 takes its steps again when the draft changes, and leads to the entry that answered', async () => {
    const page = await panel().open('/preview');
    await begin(page);
    await panel().call('POST', '/handlers', { pattern: 'Wonders', action: 'send', message: 'Of <b>the world</b>' });
    const chat = chatOf(page);
    await chat.getByRole('textbox', { name: 'Message' }).fill('wonders');
    await page.keyboard.press('Enter');
    await chat.getByText('Of the world').waitFor();
    expect(await chat.locator('strong', { hasText: 'the world' }).count()).toBe(1);
    await page.getByRole('link', { name: 'Edit Wonders' }).click();
    await page.waitForURL(/\/editor\?entry=handler/);
    await page.goBack();
    await chat.getByText('Of the world').waitFor();
  });

  it('C10 says what it would do in earnest: wait, ask a server, tell administrators', async () => {
    await panel().call('POST', '/callbacks', {
      callback_data: 'weather.shown',
      action: 'send',
      message: 'It is {{ http.weather.body.degrees | default: "?" }} degrees',
    });
    await panel().call('POST', '/handlers', {
      pattern: 'weather',
      action: [
        'wait 10m',
        { action: 'http', url: 'https://weather.example.org/now', into: 'weather' },
        'notify_admin <b>{{ user.first_name }}</b> wants to know the weather',
        'goto weather.shown',
      ],
    });
    const page = await panel().open('/preview');
    await begin(page);
    const chat = chatOf(page);
    await chat.getByRole('textbox', { name: 'Message' }).fill('weather');
    await page.keyboard.press('Enter');
    await chat.getByText('It is ? degrees').waitFor();
    await chat.getByText('Here the bot will wait 10 min').waitFor();
    await chat.getByText('Administrators would be told: Anna wants to know the weather').waitFor();
    await keepPicture(page, 'preview-in-earnest');
    await chat.getByRole('button', { name: 'Answer for the server…' }).click();
    await page.getByRole('textbox', { name: 'The answer’s body, JSON' }).fill('{"degrees": 7}');
    expect(await seriousProblems(page)).toEqual([]);
    await page.getByRole('button', { name: 'Answer so' }).click();
    await chat.getByText('It is 7 degrees').waitFor();
    expect(await seriousProblems(page)).toEqual([]);
  });

  it('C10 says where its steps cannot be taken again, and forgets the rest when told to', async () => {
    await panel().call('POST', '/callbacks', { callback_data: 'dawn', action: 'send', message: 'It dawns' });
    const made = await panel().call('POST', '/keyboards', { layout: [[{ label: 'Alpha', data: 'dawn' }]] });
    const { id } = z.looseObject({ id: z.string() }).parse(made);
    await panel().call('POST', '/handlers', { pattern: 'alpha', action: 'send', message: 'Press', keyboard_id: id });
    const page = await panel().open('/preview', { language: 'ru' });
    await begin(page);
    const chat = chatOf(page);
    await chat.getByRole('textbox', { name: 'Сообщение' }).fill('alpha');
    await page.keyboard.press('Enter');
    await chat.getByRole('button', { name: 'Alpha' }).click();
    await chat.getByText('It dawns').waitFor();
    await panel().call('PATCH', `/keyboards/${id}`, { layout: [[{ label: 'Beta', data: 'dawn' }]] });
    await chat.getByText('Дальше не повторить: кнопки «Alpha» больше нет.').waitFor();
    await keepPicture(page, 'preview-stopped');
    await chat.getByRole('button', { name: 'Забыть шаги после этого' }).click();
    await chat.getByRole('button', { name: 'Beta' }).click();
    await chat.getByText('It dawns').waitFor();
  });

  it('A4 keeps the chat in sight while the server is away, and goes on when it is back', async () => {
    const page = await panel().open('/preview');
    await begin(page);
    const chat = chatOf(page);
    await page.context().setOffline(true);
    await chat.getByRole('button', { name: 'Reading' }).click();
    await chat.getByText('The server cannot be reached').waitFor();
    expect(await chat.getByText('What shall we start?').isVisible()).toBe(true);
    // The page must not find out by itself, else it goes on before anybody has pressed.
    await page.route('**/api/v1/auth/me', () => undefined);
    await page.context().setOffline(false);
    await chat.getByRole('button', { name: 'Try again' }).click();
    await chat.getByText(/Session started/).waitFor();
  });

  it('C10 fills a phone, with what happened behind a button', async () => {
    const page = await panel().open('/preview', { size: phone, language: 'ru', scheme: 'dark' });
    await begin(page);
    await keepPicture(page, 'preview-phone-dark');
    await chatOf(page).getByRole('button', { name: 'Что произошло' }).click();
    await page.getByRole('dialog', { name: 'Что произошло' }).getByText('1. /start').waitFor();
    const values = page.getByRole('table', { name: 'Можно назвать в текстах' });
    await values.getByRole('row', { name: 'язык user.language русский', exact: true }).waitFor();
    expect(await seriousProblems(page)).toEqual([]);
    await keepPicture(page, 'preview-phone-dark-inspector');
  });
});
