import { expect, it } from 'vitest';
import { z } from 'zod';
import { describePanel, patience } from '../support/panel.ts';

const made = z.looseObject({ id: z.string() });
const reported = z.looseObject({ report: z.object({ delivered: z.number() }).loose() });

describePanel('what changes while a page is open', (panel) => {
  it('A4 figures that met no server come by themselves once it is back', async () => {
    const person = await panel().person('Nina');
    await person.say('/start');
    const page = await panel().open('/');
    await page.route('**/api/v1/statistics/**', (route) => route.abort());
    await page.goto('/statistics');
    const activity = page.getByRole('region', { name: 'Interactions' });
    await activity.getByText('The server cannot be reached').waitFor({ timeout: patience });
    await page.unroute('**/api/v1/statistics/**');
    await activity.getByText('The server cannot be reached').waitFor({ state: 'detached', timeout: patience });
    await page.getByRole('img', { name: /^Interactions/ }).waitFor();
  });

  it('S2 a link with a zone shows it, by the name of today', async () => {
    const page = await panel().open('/statistics');
    const shown = page.getByRole('combobox', { name: 'Time zone' });
    for (const [asked, name] of [
      ['Asia/Kathmandu', 'Asia/Kathmandu'],
      ['Asia/Calcutta', 'Asia/Kolkata'],
      ['UTC', 'UTC'],
    ] as const) {
      await page.goto(`/statistics?zone=${asked}`);
      await expect.poll(() => shown.inputValue(), { timeout: patience }).toBe(name);
    }
  });

  it('C13 a report that is open tells of presses after the last message', async () => {
    const person = await panel().person('Boris');
    await person.say('/start');
    const content = { message: 'News', layout: [[{ label: 'To the figures', data: 'stats today' }]] };
    const { id } = made.parse(await panel().call('POST', '/broadcasts', { name: 'Pressed later', content }));
    await expect
      .poll(() => panel().call('POST', '/broadcasts/audience', { segment: [] }), { timeout: patience })
      .toEqual({ people: 2 });
    await panel().call('POST', `/broadcasts/${id}/start`, {});
    const report = async () => reported.parse(await panel().call('GET', `/broadcasts/${id}`)).report;
    await expect.poll(report, { timeout: patience }).toMatchObject({ delivered: 2 });
    const page = await panel().open(`/broadcasts?id=${id}`);
    const pressed = page.locator('dt', { hasText: 'Pressed a button' }).locator('xpath=following-sibling::dd');
    await page.getByText('Sent', { exact: true }).waitFor();
    await expect.poll(() => pressed.innerText(), { timeout: patience }).toBe('0');
    await page.context().request.post(`/simulator/control/chats/${person.id}/press`, {
      data: { label: 'To the figures' },
    });
    await expect.poll(() => pressed.innerText(), { timeout: patience }).toBe('1');
  });

  it('A2 who may not connect a bot is not told to on the home page', async () => {
    const answer = z
      .looseObject({ password: z.string() })
      .parse(await panel().call('POST', '/admins', { login: 'kim', role: 'viewer' }));
    const page = await panel().openSignedOut('/');
    await page.context().request.post('/api/v1/auth/login', { data: { login: 'kim', password: answer.password } });
    await page.goto('/');
    await page.getByRole('button', { name: 'Later' }).click();
    const bot = page.getByRole('region', { name: 'Minuta' });
    await bot.getByRole('link', { name: 'The bot’s settings' }).waitFor();
    // Nor to change what their role does not let them change.
    await page.getByText('Click one to see how it is made.').waitFor();
    expect(await page.getByRole('link', { name: /^Edit the screen/ }).count()).toBe(0);
    expect(await bot.getByRole('link', { name: 'Connect a real bot' }).count()).toBe(0);
  });
});
