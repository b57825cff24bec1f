import { Badge, Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { closeOtherSessions, closeSession, sessionsQuery, type SignInSession } from '../../api/accounts.ts';
import { itemsOf } from '../../api/page.ts';
import { LoadMore } from '../../parts/load-more.tsx';
import { Failed, Loading } from '../../parts/states.tsx';
import { useChange } from '../../parts/use-change.ts';
import { useFormat } from '../../words/format.ts';
import { useWords } from '../../words/words.ts';
import { accessWords } from './access-words.ts';

/** Where one is signed in, and closing that from afar. */
export function OwnSessions() {
  const words = useWords(accessWords);
  const list = useInfiniteQuery(sessionsQuery);
  const closeOthers = useChange('/auth/sessions', closeOtherSessions, words.sessionClosed);
  if (list.isPending) return <Loading />;
  if (list.isError) return <Failed error={list.error} retry={() => void list.refetch()} />;
  const sessions = itemsOf(list.data);
  return (
    <Card withBorder component="section">
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h4">
          {words.sessions}
        </Title>
        {sessions.length > 1 && (
          <Button size="xs" variant="default" loading={closeOthers.isPending} onClick={() => closeOthers.mutate()}>
            {words.closeOthers}
          </Button>
        )}
      </Group>
      {closeOthers.isError && <Failed error={closeOthers.error} />}
      <Stack gap="sm">
        {sessions.map((session) => (
          <OwnSession key={session.id} session={session} />
        ))}
      </Stack>
      <LoadMore {...list} />
    </Card>
  );
}

function OwnSession({ session }: { readonly session: SignInSession }) {
  const words = useWords(accessWords);
  const format = useFormat();
  const close = useChange('/auth/sessions', closeSession, words.sessionClosed);
  const where = `${browserOf(session.user_agent)} · ${session.address}`;
  return (
    <Group justify="space-between" wrap="nowrap">
      <div>
        <Text size="sm">
          {where}{' '}
          {session.is_current && (
            <Badge variant="light" tt="none">
              {words.thisSession}
            </Badge>
          )}
        </Text>
        <Text size="sm" c="dimmed">
          {words.seen(format.ago(session.seen_at))}
        </Text>
      </div>
      {!session.is_current && (
        <Button
          size="xs"
          variant="default"
          flex="none"
          aria-label={words.closeSessionOf(where)}
          loading={close.isPending}
          onClick={() => close.mutate(session.id)}
        >
          {words.closeSession}
        </Button>
      )}
    </Group>
  );
}

/** What people call the program that signed in; its own words where it is none of the usual ones. */
function browserOf(userAgent: string): string {
  const known = [
    ['Edg/', 'Edge'],
    ['OPR/', 'Opera'],
    ['YaBrowser/', 'Yandex'],
    ['Firefox/', 'Firefox'],
    ['Chrome/', 'Chrome'],
    ['Safari/', 'Safari'],
  ] as const;
  return known.find(([sign]) => userAgent.includes(sign))?.[1] ?? (userAgent.slice(0, 40) || '?');
}
