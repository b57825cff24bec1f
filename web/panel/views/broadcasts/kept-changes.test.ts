import { beforeEach, expect, it, vi } from 'vitest';
import type { ReadBroadcast } from '../../api/broadcasts.ts';
import { queryClient } from '../../api/query-client.ts';
import { sessionQuery, type Me } from '../../api/session.ts';
import { keepChanges, keptChanges } from './kept-changes.ts';

function read(etag: string, message: Record<string, string>): ReadBroadcast {
  const broadcast: ReadBroadcast['broadcast'] = {
    id: '1',
    name: 'News',
    content: { message },
    segment: [],
    state: 'draft',
    author: 'anna',
    created_at: '2026-11-22T10:00:00Z',
    starts_at: null,
    local_at: null,
    started_at: null,
    finished_at: null,
    hold: null,
    report: { total: 0, waiting: 0, sent: 0, delivered: 0, blocked: 0, failed: 0, clicked: 0 },
    config_version: null,
    problems: [],
  };
  return { broadcast, etag };
}

function signInAs(login: string): void {
  const me: Me = {
    kind: 'admin',
    name: login,
    admin: {
      id: '1',
      login,
      role: 'owner',
      telegram_id: null,
      must_change_password: false,
      created_at: '2026-11-22T10:00:00Z',
    },
    scopes: [],
    csrf_token: null,
  };
  queryClient.setQueryData(sessionQuery.queryKey, me);
}

beforeEach(() => {
  const stored = new Map<string, string>();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
  });
  signInAs('anna');
});

it('C13 what was typed and not saved is there again, for whoever typed it', () => {
  const before = read('"1"', { ru: 'Да' });
  keepChanges(before, { name: 'Other' });
  expect(keptChanges(before)).toMatchObject({ upon: { etag: '"1"' }, changes: { name: 'Other' } });
  signInAs('boris');
  expect(keptChanges(before)).toBeNull();
});

it('C13 what the page has saved while it went is nobody else’s change, in whatever order the service has it', () => {
  keepChanges(read('"1"', { ru: 'Да' }), { content: { message: { ru: 'Да', en: 'Yes' } } });
  expect(keptChanges(read('"2"', { en: 'Yes', ru: 'Да' }))).toBeNull();
  expect(keptChanges(read('"2"', { en: 'No', ru: 'Да' }))).not.toBeNull();
});
