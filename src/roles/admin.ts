import { recordAudit } from '../accounts/audit.ts';
import { ensureFirstAdministrator } from '../accounts/first-administrator.ts';
import { createGate } from '../accounts/gate.ts';
import { createPasswords } from '../accounts/passwords.ts';
import { accountRoutes } from '../accounts/routes.ts';
import { findAdmin } from '../accounts/store/admins.ts';
import { actionsRoutes } from '../builder/actions-routes.ts';
import { builderRoutes } from '../builder/routes.ts';
import { broadcastRoutes } from '../broadcasts/routes.ts';
import { configWebhookRoutes } from '../config-webhooks/routes.ts';
import { exportRoutes } from '../exports/routes.ts';
import type { BotConnection } from '../installation/connection.ts';
import { installationRoutes } from '../installation/routes.ts';
import { findBot } from '../installation/store/bots.ts';
import { statisticsRoutes } from '../interactions/routes.ts';
import { openFileLinks } from '../jobs/file-links.ts';
import { jobRoutes } from '../jobs/routes.ts';
import type { ApiPlugin } from '../platform/http/api.ts';
import { createOutbound } from '../platform/outbound.ts';
import { createCandidates } from '../preview/candidates.ts';
import { previewRoutes } from '../preview/routes.ts';
import { peopleRoutes } from '../people/routes.ts';
import { mountApi, type MountedRoute } from '../platform/http/mount.ts';
import { allDataKind } from '../privacy/all-data.ts';
import { privacyRoutes } from '../privacy/routes.ts';
import { trackerRoutes } from '../tracker/routes.ts';
import { createRunningView } from '../tracker/running-view.ts';
import { checker, drawGraph, references } from './checking.ts';
import { filterWords } from '../texts/filter-words.ts';
import { filters } from '../texts/filters.ts';
import { listWords, valueWords } from '../texts/value-words.ts';
import { uploadsRoutes } from '../uploads/routes.ts';
import { allActions, allLists, allValues } from './actions.ts';
import type { Parts } from './parts.ts';
import { previewValues } from './preview-values.ts';
import { createPublishing } from './publishing.ts';

type AdminParts = Pick<
  Parts,
  'settings' | 'database' | 'cache' | 'holder' | 'keeper' | 'objects' | 'server' | 'clock' | 'logger'
> & { readonly connection: BotConnection };

/**
 * The admin service: the API, on the process's server, in a context of its own.
 *
 * @param say is told, once, the password of the first administrator.
 * @returns the routes that are there.
 */
export async function mountAdminRole(
  { settings, database, cache, holder, keeper, objects, server, clock, logger, connection }: AdminParts,
  say: (line: string) => void,
): Promise<readonly MountedRoute[]> {
  const { queries } = database;
  const passwords = createPasswords();
  const publicUrl = settings.PUBLIC_URL;
  const configuration = builderRoutes({
    ...createPublishing({ queries, keeper }),
    references,
    draw: drawGraph,
    record: recordAudit,
  });
  const defaults = { language: settings.DEFAULT_LANGUAGE, timeZone: settings.DEFAULT_TIME_ZONE };
  // Bots look after it; what is changed here is to be seen at once as well.
  const runningView = createRunningView({ cache, queries, holder, log: logger, exclusive: database.exclusive });
  // A preview makes calls only where somebody asks for one.
  const outbound = createOutbound({ reach: settings.ALLOW_PRIVATE_HTTP === 'on' ? 'anywhere' : 'public' });
  server.addHook('onClose', () => outbound.close());
  const features: ApiPlugin[] = [
    accountRoutes({ queries, passwords, clock, publicUrl }),
    configuration,
    uploadsRoutes({ queries }),
    actionsRoutes({ actions: allActions, values: valueWords, lists: listWords, filters: filterWords }),
    peopleRoutes({ queries, defaults }),
    trackerRoutes({ database, clock, defaults, retentionYears: settings.RETENTION_YEARS, onTimers: runningView.show }),
    exportRoutes({ database }),
    privacyRoutes({ database, record: recordAudit }),
    jobRoutes({
      queries,
      objects,
      links: await openFileLinks(queries),
      clock,
      scopes: { [allDataKind]: 'users:read' },
    }),
    installationRoutes({ queries, clock, settings, connection, log: logger }),
    previewRoutes({
      database,
      clock,
      defaults,
      findCandidate: createCandidates({ queries, actions: allActions, filters }),
      values: allValues,
      lists: allLists,
      shownValues: previewValues,
      random: Math.random,
      servers: { outbound, secretOf: (name) => settings.actionSecrets.get(name) },
    }),
    statisticsRoutes({ database, clock, zone: settings.DEFAULT_TIME_ZONE }),
    configWebhookRoutes({ queries, sharedSecret: settings.CONFIG_HOOK_SECRET }),
    broadcastRoutes({
      database,
      clock,
      check: checker,
      defaultLanguage: defaults.language,
      telegramIdOf: async (adminId) => (await findAdmin(queries, adminId))?.telegram_id ?? null,
      botId: async () => connection.botId ?? (await findBot(queries, null))?.id ?? null,
    }),
  ];
  const routes = await mountApi(server, {
    queries,
    log: logger,
    authenticate: createGate({ queries, clock, publicUrl }),
    recordAudit: (principal, entry) => recordAudit(queries, principal, entry),
    features,
  });
  const { ADMIN_LOGIN: login, ADMIN_PASSWORD: password } = settings;
  const made = await ensureFirstAdministrator({ queries, passwords }, { login, password });
  if (made)
    say(`\n  The first administrator: login ${made.login}, password ${made.password} (shown this once; change it)\n\n`);
  return routes;
}
