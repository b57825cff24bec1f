import type { ApiPlugin } from '../platform/http/api.ts';
import { adminRoutes } from './routes/admins.ts';
import { auditRoutes } from './routes/audit.ts';
import { authRoutes } from './routes/auth.ts';
import type { AccountDependencies } from './routes/dependencies.ts';
import { sessionRoutes } from './routes/sessions.ts';
import { tokenRoutes } from './routes/tokens.ts';

/** Signing in, administrators, API tokens, the audit log. */
export function accountRoutes(dependencies: AccountDependencies): ApiPlugin {
  return async (api) => {
    for (const routes of [authRoutes, sessionRoutes, adminRoutes, tokenRoutes, auditRoutes])
      await routes(dependencies)(api);
  };
}
