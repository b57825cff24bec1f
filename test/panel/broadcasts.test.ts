import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { describePanel, desktop, keepPicture, phone, seriousProblems, type Panel } from '../support/panel.ts';

const named = z.looseObject({ id: z.string() });
const person = z.looseObject({ id: z.number() });
const chat = z.looseObject({
  messages: z.array(
    z.looseObject({
      text: z.string().optional(),
      from: z.looseObject({ is_bot: z.boolean() }),
    }),
  ),
});

/** Somebody in the simulator. */
interface Acquaintance {
  readonly id: number;
  /** What the bot has said to them, the newest last. */
  heard(): Promise<string[]>;
}

async function control(panel: Panel, path: string, body?: unknown): Promise<unknown> {
  const address = `${panel.running.address}/simulator/control${path}`;
  const answer = await (body === undefined
    ? fetch(address)
    : fetch(address, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }));
  return answer.json();
}

/** Somebody who has said hello. @param source the payload of the link they came by */
async function acquaintance(panel: Panel, name: string, source = ''): Promise<Acquaintance> {
  const { id } = person.parse(await control(panel, '/people', { first_name: name, language_code: 'en' }));
  await control(panel, `/chats/${id}/say`, { text: `/start ${source}`.trim() });
  const heard = async (): Promise<string[]> => {
    const { messages } = chat.parse(await control(panel, `/chats/${id}`));
    return messages.filter(({ from }) => from.is_bot).map(({ text = '' }) => text);
  };
  await expect.poll(heard).not.toEqual([]);
  return { id, heard };
}

const countOf = (page: Page) => page.getByRole('status').filter({ hasText: /now$/ });

async function addButton(page: Page, label: string, target: string): Promise<void> {
  await page.getByRole('button', { name: 'Add a row' }).click();
  await page.getByRole('menuitem', { name: 'An ordinary button' }).click();
  await page.getByRole('textbox', { name: /^Label/ }).fill(label);
  await page.getByRole('button', { name: 'Where it leads' }).click();
  await page.getByLabel('Find a screen').fill(target);
  await page.getByRole('option').first().click();
  await page.getByRole('button', { name: 'Done' }).click();
}

describePanel('C13 broadcasts, in the panel', (panel) => {
  it('a broadcast is written, narrowed to some people, tried, sent and reported on', async () => {
    await panel().call('POST', '/handlers', { pattern: '/start=spring', action: 'send', message: 'Hello' });
    const anna = await acquaintance(panel(), 'Anna', 'spring');
    const boris = await acquaintance(panel(), 'Boris');
    await panel().call('PATCH', '/auth/me', { telegram_id: String(boris.id) });
    const page = await panel().open('/broadcasts');
    await page.getByText('No broadcasts yet').waitFor();
    await page.getByRole('button', { name: 'New broadcast' }).click();

    await page.getByLabel('Name', { exact: true }).fill('Spring news');
    await page
      .getByRole('textbox', { name: /^Message/ })
      .first()
      .fill('Spring is here');
    await page.getByText('Spring is here').nth(1).waitFor();
    await addButton(page, 'See the menu', 'menu');
    await page.getByRole('button', { name: 'Add a condition' }).click();
    await page.getByRole('menuitem', { name: 'Came by a link' }).click();
    // Nothing is wrong with what is not filled in yet: it is neither saved nor counted.
    await page.getByText('Fill the condition in').waitFor();
    await page.getByLabel('Name', { exact: true }).fill('Spring news of ours');
    const saved = z.object({ name: z.string(), segment: z.array(z.unknown()) });
    const { searchParams } = new URL(page.url());
    const written = async () => saved.parse(await panel().call('GET', `/broadcasts/${searchParams.get('id')}`));
    await expect.poll(written).toMatchObject({ name: 'Spring news of ours', segment: [] });
    expect(await page.getByText('does not fit').count()).toBe(0);
    await page.getByLabel('Name', { exact: true }).fill('Spring news');
    const mark = page.getByRole('combobox', { name: 'The link’s mark' });
    await mark.fill('spr');
    await page.getByRole('option', { name: 'spring' }).click();
    await expect.poll(() => mark.inputValue()).toBe('spring');
    await countOf(page).getByText('That is 1 person now').waitFor();
    await page.getByText('Saved', { exact: true }).waitFor();

    await page.getByRole('button', { name: 'Send to myself' }).click();
    await page.getByText('Sent to you').waitFor();
    expect((await boris.heard()).at(-1)).toBe('Spring is here');

    await page.reload();
    await page.getByRole('button', { name: 'Send…' }).click();
    await page.getByRole('button', { name: 'Send to 1 person' }).click();
    await page.getByText('1 of 1').waitFor();
    await page.getByText('Sent', { exact: true }).waitFor();
    expect((await anna.heard()).filter((text) => text === 'Spring is here')).toHaveLength(1);
    expect((await boris.heard()).filter((text) => text === 'Spring is here')).toHaveLength(1);

    await page.getByRole('button', { name: 'All broadcasts' }).click();
    await page.getByRole('button', { name: 'Open: Spring news' }).waitFor();
    await page.getByText('Delivered: 1').waitFor();

    await control(panel(), `/chats/${anna.id}/press`, { label: 'See the menu' });
    await page.getByText('Pressed a button: 1').waitFor();
  });

  it('a broadcast for later is taken back, and a time that is past is refused', async () => {
    await panel().call('POST', '/broadcasts', { name: 'Later', content: { message: 'Later' } });
    const page = await panel().open('/broadcasts');
    await page.getByRole('button', { name: 'Open: Later' }).click();
    await page.getByRole('button', { name: 'Send…' }).click();
    await page.getByLabel('At a certain time of each recipient').check();
    await page.getByLabel('Day and time').fill('2020-01-01T10:00');
    await page.getByRole('button', { name: 'Schedule' }).click();
    await page.getByText('That time has passed').waitFor();
    await page.getByLabel('Day and time').fill('2099-01-01T10:00');
    await page.getByRole('button', { name: 'Schedule' }).click();
    await page.getByText('by the clock of each recipient').waitFor();
    await page.getByRole('button', { name: 'Do not send' }).click();
    await page.getByRole('button', { name: 'Send…' }).waitFor();
  });

  it('what cannot be sent says why, and is not sent', async () => {
    await panel().call('POST', '/broadcasts', { name: 'Broken', content: { message: 'a <b>bold' } });
    const page = await panel().open('/broadcasts');
    await page.getByRole('button', { name: 'Open: Broken' }).click();
    await page.getByText('It cannot be sent like this').waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'Send…' }).isDisabled()).toBe(true);
    await expect.poll(() => page.getByRole('button', { name: 'Send to myself' }).isDisabled()).toBe(true);
  });

  it('somebody else’s change is not written over', async () => {
    const made = named.parse(
      await panel().call('POST', '/broadcasts', { name: 'Shared', content: { message: 'One' } }),
    );
    const page = await panel().open(`/broadcasts?id=${made.id}`);
    await page.getByLabel('Name', { exact: true }).waitFor();
    await panel().call('PATCH', `/broadcasts/${made.id}`, { name: 'Theirs' });
    await page.getByLabel('Name', { exact: true }).fill('Mine');
    await page.getByText('Somebody else has just changed').waitFor();
    await page.getByRole('button', { name: 'Show what is there now' }).click();
    await expect.poll(() => page.getByLabel('Name', { exact: true }).inputValue()).toBe('Theirs');
  });

  it('a broadcast under way is paused, taken up and stopped', async () => {
    for (let number = 0; number < 8; number += 1) await acquaintance(panel(), `Reader ${number}`);
    await control(panel(), '/faults', { do: 'refuse', status: 429, retry_after: 600, method: 'sendMessage' });
    const { id } = named.parse(
      await panel().call('POST', '/broadcasts', { name: 'Slow', content: { message: 'Slow' } }),
    );
    await panel().call('POST', `/broadcasts/${id}/start`, {});
    const page = await panel().open(`/broadcasts?id=${id}`);
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('Paused', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByText('Being sent', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Stop' }).click();
    await page.getByText('Stopped', { exact: true }).waitFor();
    await fetch(`${panel().running.address}/simulator/control/faults`, { method: 'DELETE' });
  });

  it.each([
    [desktop, 'light', 'en'],
    [phone, 'dark', 'ru'],
    [phone, 'light', 'en'],
    [desktop, 'dark', 'ru'],
  ] as const)(
    'A4 nothing is in the way of who cannot see or has little room (%o, %s, %s)',
    async (size, scheme, language) => {
      const content = {
        message: { ru: '<b>Привет</b>, {{ user.first_name }}!', en: '<b>Hello</b>, {{ user.first_name }}!' },
        layout: [[{ label: { ru: 'Меню', en: 'Menu' }, data: 'menu' }], [{ label: 'Web', url: 'https://example.org' }]],
      };
      const segment = [
        { kind: 'language', is: 'en' },
        { kind: 'seen', before: '2026-01-01T00:00:00Z' },
        { kind: 'variable', name: 'city', compare: 'contains', value: 'Rome' },
      ];
      const made = await panel().call('POST', '/broadcasts', { name: 'Everything', content, segment });
      const { id } = named.parse(made);
      const shot = `broadcasts-${size.width}-${scheme}-${language}`;
      const page = await panel().open('/broadcasts', { size, scheme, language });
      await page
        .getByRole('button', { name: /Everything/ })
        .first()
        .waitFor();
      await keepPicture(page, `${shot}-list`);
      expect(await seriousProblems(page)).toEqual([]);
      await page.goto(`/broadcasts?id=${id}`);
      const send = page.getByRole('button', { name: /^(Send…|Отправить…)$/ });
      await send.waitFor();
      await page
        .getByRole('status')
        .filter({ hasText: /now$|^Сейчас/ })
        .waitFor();
      await keepPicture(page, `${shot}-compose`);
      expect(await seriousProblems(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      await send.click();
      await page.getByRole('dialog').getByRole('radio').first().waitFor();
      await keepPicture(page, `${shot}-send`);
      expect(await seriousProblems(page)).toEqual([]);
    },
  );
});
