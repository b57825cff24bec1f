import { expect, it } from 'vitest';
import { z } from 'zod';
import { describePanel, patience, phone } from '../support/panel.ts';

const made = z.object({ id: z.string() });

describePanel('the panel in a phone’s own browser', (panel) => {
  it('A4 C3 a list low on a long page opens where it was touched', async () => {
    const { id } = made.parse(
      await panel().call('POST', '/handlers', { pattern: '/low', action: 'send', message: 'Hello' }),
    );
    const page = await panel().open(`/editor?entry=handler/${id}`, { size: phone, isMobile: true });
    const keyboard = page.getByRole('combobox', { name: 'Buttons' });
    await keyboard.waitFor();
    // What comes later would move what is below it.
    await page.waitForLoadState('networkidle');
    await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)');
    const scrolled = async () => z.number().parse(await page.evaluate('scrollY'));
    const before = await scrolled();
    expect(before).toBeGreaterThan(0);
    await keyboard.focus();
    await page.getByRole('option', { name: 'Without buttons' }).waitFor();
    expect(await scrolled()).toBe(before);
    await page.context().close();
    await panel().call('DELETE', `/handlers/${id}`);
  });

  it('A4 C3 back in the list no keyboard is raised: the entry one comes from has the focus', async () => {
    const { id } = made.parse(
      await panel().call('POST', '/handlers', { pattern: '/back', action: 'send', message: 'Hello' }),
    );
    const page = await panel().open(`/editor?entry=handler/${id}`, { size: phone, isMobile: true });
    await page.getByRole('button', { name: 'To the list' }).click();
    await expect
      .poll(() => page.evaluate('document.activeElement?.dataset.entry'), { timeout: patience })
      .toBe(`handler/${id}`);
    await page.context().close();
    await panel().call('DELETE', `/handlers/${id}`);
  });
});
