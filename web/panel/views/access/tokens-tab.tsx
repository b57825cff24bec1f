import { Button, Card, Checkbox, Group, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconKey } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { makeToken, revokeToken, tokensQuery, type ApiToken } from '../../api/accounts.ts';
import { itemsOf } from '../../api/page.ts';
import { sessionQuery, type Scope } from '../../api/session.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { LoadMore } from '../../parts/load-more.tsx';
import { OnceSecret } from '../../parts/once-secret.tsx';
import { Empty, Failed, Loading } from '../../parts/states.tsx';
import { useChange } from '../../parts/use-change.ts';
import { useFormat } from '../../words/format.ts';
import { useWords } from '../../words/words.ts';
import { accessWords } from './access-words.ts';

const path = '/tokens';

/** What programs sign in with. */
export function TokensTab() {
  const words = useWords(accessWords);
  const list = useInfiniteQuery(tokensQuery);
  if (list.isPending) return <Loading />;
  if (list.isError) return <Failed error={list.error} retry={() => void list.refetch()} />;
  const tokens = itemsOf(list.data);
  return (
    <Stack>
      <Text c="dimmed">{words.tokensAbout}</Text>
      <NewToken />
      {tokens.length === 0 && (
        <Empty icon={<IconKey size={28} />} title={words.tokensEmpty}>
          {words.tokensEmptyText}
        </Empty>
      )}
      {tokens.map((token) => (
        <TokenCard key={token.id} token={token} />
      ))}
      <LoadMore {...list} />
    </Stack>
  );
}

const lifetimes = [30, 90, 365] as const;

function NewToken() {
  const words = useWords(accessWords);
  const { data: me } = useQuery(sessionQuery);
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<Scope[]>(['config:read']);
  const [days, setDays] = useState('90');
  const make = useChange(path, makeToken);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const expiresAt =
      days === ''
        ? null
        : Temporal.Now.instant()
            .add({ hours: 24 * Number(days) })
            .round('second')
            .toString();
    make.mutate({ name: name.trim(), scopes, expires_at: expiresAt }, { onSuccess: () => setName('') });
  };
  return (
    <Card component="form" withBorder onSubmit={submit}>
      <Stack gap="sm">
        <Group align="flex-end">
          <TextInput
            label={words.tokenName}
            required
            withAsterisk={false}
            maxLength={64}
            autoComplete="off"
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
          <Select
            label={words.expires}
            data={[
              ...lifetimes.map((one) => ({ value: String(one), label: words.expiresIn(one) })),
              { value: '', label: words.expiresNever },
            ]}
            value={days}
            allowDeselect={false}
            w={140}
            onChange={(value) => setDays(value ?? '')}
          />
          <Button type="submit" loading={make.isPending} disabled={scopes.length === 0}>
            {words.addToken}
          </Button>
        </Group>
        <Checkbox.Group label={words.scopes} value={scopes} onChange={setScopes}>
          <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="xs" mt="xs">
            {(me?.scopes ?? []).map((scope) => (
              <Checkbox key={scope} value={scope} label={words.scopeNames[scope]} />
            ))}
          </SimpleGrid>
        </Checkbox.Group>
        {make.isError && <Failed error={make.error} />}
        {make.data && <OnceSecret secret={make.data.token}>{words.tokenMade}</OnceSecret>}
      </Stack>
    </Card>
  );
}

function TokenCard({ token }: { readonly token: ApiToken }) {
  const words = useWords(accessWords);
  const format = useFormat();
  const [isAsking, { open, close }] = useDisclosure(false);
  const revoke = useChange(path, () => revokeToken(token.id), words.revoked);
  const facts = [
    `${token.prefix}…`,
    words.tokenBy(token.admin_login),
    token.used_at === null ? words.unused : words.used(format.ago(token.used_at)),
    token.expires_at === null ? words.expiresNever : words.until(format.date(token.expires_at)),
  ];
  return (
    <Card withBorder>
      <Group justify="space-between">
        <div>
          <Text fw={600}>{token.name}</Text>
          <Text size="sm" c="dimmed">
            {facts.join(' · ')}
          </Text>
          <Text size="sm">{token.scopes.map((scope) => words.scopeNames[scope]).join(', ')}</Text>
        </div>
        <Button variant="default" aria-label={words.revokeOf(token.name)} onClick={open}>
          {words.revoke}
        </Button>
      </Group>
      {revoke.isError && <Failed error={revoke.error} />}
      <Confirm
        isOpen={isAsking}
        title={words.revokeTitle(token.name)}
        action={words.revoke}
        isDangerous
        isBusy={revoke.isPending}
        onConfirm={() => revoke.mutate(undefined, { onSettled: close })}
        onClose={close}
      >
        {words.revokeText}
      </Confirm>
    </Card>
  );
}
