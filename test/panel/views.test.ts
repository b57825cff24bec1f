import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describePanel, desktop, keepPicture, phone, seriousProblems } from '../support/panel.ts';

const views = [
  '/',
  '/editor',
  '/graph',
  '/preview',
  '/versions',
  '/statistics',
  '/broadcasts',
  '/people',
  '/access',
  '/settings',
];
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
  it.each(looks)('A4 is usable in $language, $scheme, on a $size', { timeout: 180_000 }, async (look) => {
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

  it('A4 every view opens under its own address, also after a reload, and unknown ones say so', async () => {
    const page = await panel().open('/editor');
    await page.getByRole('heading', { level: 1, name: 'Editor' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Editor' }).waitFor();
    await page.goto('/nowhere');
    await page.getByRole('heading', { level: 1, name: 'There is nothing here' }).waitFor();
  });

  it('A2 whoever is not signed in sees the sign-in, and then the view they asked for', async () => {
    const page = await panel().openSignedOut('/statistics');
    await page.getByRole('heading', { level: 1, name: 'Sign in to Minuta' }).waitFor();
    expect(await seriousProblems(page)).toEqual([]);
  });
});
