import { expect, it } from 'vitest';
import { describePanel, desktop, ownerPassword, phone } from '../support/panel.ts';

describePanel('who may do what, in the panel', (panel) => {
  it('A2 an owner adds an administrator, who signs in and sees only what their role may', async () => {
    const owner = await panel().open('/access?tab=admins');
    await owner.getByLabel('Login').fill('vera');
    await owner.getByRole('combobox', { name: 'Role', exact: true }).click();
    await owner.getByRole('option', { name: 'Viewer' }).click();
    await owner.getByRole('button', { name: 'Add an administrator' }).click();
    await owner.getByRole('status').getByText('The password of “vera”').waitFor();
    const password = await owner.getByRole('status').locator('code').innerText();

    const viewer = await panel().openSignedOut('/access');
    await viewer.getByLabel('Login').fill('vera');
    await viewer.getByLabel('Password', { exact: true }).fill(password);
    await viewer.getByRole('button', { name: 'Sign in' }).click();
    await viewer.getByRole('button', { name: 'Later' }).click();
    await viewer.getByRole('tab', { name: 'Me' }).waitFor();
    // Who may not publish sees on a phone as well that something is not published.
    await panel().call('POST', '/callbacks', { callback_data: 'not.published', action: 'edit', message: 'Hello' });
    await viewer.setViewportSize(phone);
    await viewer.reload();
    await viewer.getByRole('banner').getByRole('link', { name: '1 change not published' }).waitFor();
    await viewer.setViewportSize(desktop);
    await expect.poll(() => viewer.getByRole('tab').allInnerTexts()).toEqual(['Me', 'API tokens', 'Webhooks']);
    await viewer.getByRole('tab', { name: 'Webhooks' }).click();
    await viewer.getByText('There are no webhooks yet').waitFor();
    expect(await viewer.getByRole('button', { name: 'Add a webhook' }).count()).toBe(0);

    await owner.getByRole('button', { name: 'Remove the administrator vera' }).click();
    await owner.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await owner.getByText('The administrator is removed').waitFor();
    await viewer.reload();
    await viewer.getByRole('heading', { name: 'Sign in to Minuta' }).waitFor();
  });

  it('A2 a token is shown once, opens the API, and is revoked', async () => {
    const page = await panel().open('/access?tab=tokens');
    await page.getByLabel('Name').fill('deployment');
    await page.getByRole('button', { name: 'Make a token' }).click();
    const token = await page.getByRole('status').locator('code').innerText();
    const ask = async () =>
      (await fetch(`${panel().running.address}/api/v1/handlers`, { headers: { authorization: `Bearer ${token}` } }))
        .status;
    expect(await ask()).toBe(200);
    await page.reload();
    await page.getByText('deployment').waitFor();
    expect(await page.getByText(token).count()).toBe(0);
    await page.getByRole('button', { name: 'Revoke the token deployment' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('The token is revoked').waitFor();
    expect(await ask()).toBe(401);
  });

  it('A2 the audit log tells who changed what, found by what it was', async () => {
    await panel().call('POST', '/handlers', { pattern: '/audited', action: 'send', message: 'Hello' });
    const page = await panel().open('/access?tab=audit');
    await page.getByRole('combobox', { name: 'Changed what' }).click();
    await page.getByRole('option', { name: 'Commands and words' }).click();
    await expect.poll(() => page.getByRole('button', { name: /^Details: / }).count()).toBe(1);
    await page.getByRole('button', { name: 'Details: Command /audited: added' }).click();
    await page.getByRole('cell', { name: '/audited' }).waitFor();
    expect(new URL(page.url()).searchParams.get('action')).toBe('handler.');
  });

  it('C8 a webhook is added, its test is told in the log, and it is deleted', async () => {
    const page = await panel().open('/access?tab=webhooks');
    await page.getByLabel('Address').fill(`${panel().running.address}/nowhere`);
    await page.getByRole('button', { name: 'Add a webhook' }).click();
    await page.getByText('The secret that signs').waitFor();
    await page.getByRole('button', { name: /^Delivery log/ }).click();
    await page.getByRole('button', { name: /^Test/ }).click();
    await page
      .getByRole('group', { name: 'Delivery log' })
      .getByText(/attempts: [1-9]/)
      .waitFor();
    await page.getByRole('button', { name: /^Delete: / }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('There are no webhooks yet').waitFor();
  });

  // The last two: they end the session that others would use.
  it('A2 a session elsewhere is closed from here', async () => {
    const here = await panel().open('/access?tab=me');
    const elsewhere = await panel().open('/people');
    await elsewhere.getByRole('heading', { level: 1, name: 'People' }).waitFor();
    await here.reload();
    await here.getByRole('button', { name: 'Close all others' }).click();
    await here.getByText('The session is closed').waitFor();
    await elsewhere.reload();
    await elsewhere.getByRole('heading', { name: 'Sign in to Minuta' }).waitFor();
  });

  it('A2 a wrong current password is told, and the right one changes it', async () => {
    const page = await panel().open('/access?tab=me');
    await page.getByLabel('Current password').fill('not this one');
    await page.getByLabel('New password').fill(ownerPassword);
    await page.getByRole('button', { name: 'Change the password' }).click();
    await page.getByText('That is not the current password.').waitFor();
    await page.getByLabel('Current password').fill(ownerPassword);
    await page.getByRole('button', { name: 'Change the password' }).click();
    await page.getByText('The password is changed').waitFor();
  });
});
