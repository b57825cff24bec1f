import { SCOPES, type Scope } from '../platform/http/access.ts';

export const ROLES = ['owner', 'editor', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

const reading = SCOPES.filter(
  (scope) => scope.endsWith(':read') && scope !== 'accounts:read' && scope !== 'audit:read',
);

const scopes: Readonly<Record<Role, ReadonlySet<Scope>>> = {
  owner: new Set(SCOPES),
  editor: new Set<Scope>([
    ...reading,
    'config:write',
    'config:publish',
    'tracker:write',
    'webhooks:write',
    'broadcasts:write',
    'users:write',
  ]),
  viewer: new Set(reading),
};

/** What an administrator in this role may. */
export function scopesOf(role: Role): ReadonlySet<Scope> {
  return scopes[role];
}

/** What of a token's scopes its maker still has: a token never outgrows the administrator behind it. */
export function scopesOfToken(role: Role, granted: readonly string[]): ReadonlySet<Scope> {
  return new Set([...scopesOf(role)].filter((scope) => granted.includes(scope)));
}
