import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { describePanel, desktop, keepPicture, patience, phone, seriousProblems } from '../support/panel.ts';
import { views } from '../support/views.ts';

const named = z.looseObject({ id: z.union([z.string(), z.number()]).transform(String) });
const sizes = { desktop, phone };

/** Waits until nothing is loaded any more and nothing says that it is. */
async function settle(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForLoadState('networkidle');
  await expect.poll(() => page.getByRole('status', { name: /Загружается|Loading/ }).count()).toBe(0);
}

describePanel('every view of the panel', (panel) => {
  const looks = (['ru', 'en'] as const).flatMap((language) =>
    (['light', 'dark'] as const).flatMap((scheme) =>
      (['desktop', 'phone'] as const).map((size) => ({ language, scheme, size })),
    ),
  );
  it.each(looks)('A4 is usable in $language, $scheme, on a $size', async (look) => {
    const page = await panel().open('/', { ...look, size: sizes[look.size] });
    const problems: Record<string, readonly string[]> = {};
    for (const view of views) {
      await page.goto(view);
      await settle(page);
      const overflow = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
      const found = [
        ...(Number(overflow) > 0 ? [`${String(overflow)} px too wide`] : []),
        ...(await seriousProblems(page)),
      ];
      if (found.length > 0) problems[view] = found;
      const name = view === '/' ? 'home' : view.slice(1);
      await keepPicture(page, `${name}-${look.size}-${look.scheme}-${look.language}`);
    }
    expect(problems).toEqual({});
    await page.context().close();
  });

  it('A4 fits at twice the size, under headings that go down step by step', async () => {
    const page = await panel().open('/', { size: { width: desktop.width / 2, height: desktop.height / 2 } });
    const problems: Record<string, unknown> = {};
    for (const view of views) {
      await page.goto(view);
      await settle(page);
      const overflow = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
      const levels = await page.evaluate<readonly number[]>(
        '[...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map(({ tagName }) => Number(tagName[1]))',
      );
      const skips = levels.filter((level, index) => level > (levels[index - 1] ?? 0) + 1);
      const firsts = levels.filter((level) => level === 1).length;
      if (Number(overflow) > 0 || skips.length > 0 || firsts !== 1) problems[view] = { overflow, levels };
    }
    expect(problems).toEqual({});
    await page.context().close();
  });

  it('A4 every view opens under its own address, also after a reload, and unknown ones say so', async () => {
    const page = await panel().open('/editor');
    await page.getByRole('heading', { level: 1, name: 'Editor' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Editor' }).waitFor();
    await page.goto('/nowhere');
    await page.getByRole('heading', { level: 1, name: 'There is nothing here' }).waitFor();
  });

  it('A4 the tab of the browser says what is open', async () => {
    const { id } = named.parse(
      await panel().call('POST', '/broadcasts', { name: 'Spring', content: { message: 'Hello' } }),
    );
    const screen = named.parse(
      await panel().call('POST', '/callbacks', { callback_data: 'spring', action: 'edit', message: 'It is spring' }),
    );
    const page = await panel().open(`/broadcasts?id=${id}`, { size: phone });
    await expect.poll(() => page.title(), { timeout: patience }).toBe('Spring · Broadcasts · Minuta');
    await page.goto(`/editor?entry=callback/${screen.id}`);
    await expect.poll(() => page.title(), { timeout: patience }).toBe('It is spring · Editor · Minuta');
    await page.context().close();
  });

  it('A2 whoever is not signed in sees the sign-in, and then the view they asked for', async () => {
    const page = await panel().openSignedOut('/statistics');
    await page.getByRole('heading', { level: 1, name: 'Sign in to Minuta' }).waitFor();
    expect(await seriousProblems(page)).toEqual([]);
  });
});
