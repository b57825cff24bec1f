import { createPasswords } from '../accounts/passwords.ts';
import { resetPassword } from '../accounts/reset-password.ts';
import { SettingsError, type Settings } from '../config.ts';
import { openDatabase } from '../platform/database/database.ts';
import { requireCurrentSchema } from '../platform/database/migrate.ts';

/**
 * `minuta admin reset-password [LOGIN]`: gives an administrator (the only owner, when none is named) a new password and
 * prints it.
 */
export async function runAdmin([command, login, ...rest]: readonly string[], settings: Settings): Promise<void> {
  if (command !== 'reset-password' || rest.length > 0)
    throw new SettingsError('use: minuta admin reset-password [LOGIN]');
  const database = await openDatabase({ url: settings.DATABASE_URL, dataDir: settings.DATA_DIR });
  try {
    await requireCurrentSchema(database.queries);
    const reset = await resetPassword({ queries: database.queries, passwords: createPasswords() }, login);
    if (reset.outcome === 'unknown')
      throw new SettingsError(
        login === undefined
          ? 'there is no administrator yet; the first start of the admin role makes one'
          : `there is no administrator ${login}`,
      );
    if (reset.outcome === 'unclear')
      throw new SettingsError(`there are several owners; name one of ${reset.logins.join(', ')}`);
    process.stdout.write(`The password of ${reset.login} is now ${reset.password} (shown this once; change it).\n`);
  } finally {
    await database.close();
  }
}
