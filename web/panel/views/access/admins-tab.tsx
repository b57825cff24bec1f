import { Badge, Button, Card, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { addAdmin, adminsQuery, changeAdmin, removeAdmin, roles, type Admin, type Role } from '../../api/accounts.ts';
import { itemsOf } from '../../api/page.ts';
import { sessionQuery, useMay } from '../../api/session.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { LoadMore } from '../../parts/load-more.tsx';
import { OnceSecret } from '../../parts/once-secret.tsx';
import { Failed, Loading } from '../../parts/states.tsx';
import { useChange } from '../../parts/use-change.ts';
import { useWords } from '../../words/words.ts';
import { accessWords } from './access-words.ts';

const path = '/admins';

/** Who administrates: added with a password shown once, given another role, removed. */
export function AdminsTab() {
  const mayChange = useMay('accounts:write');
  const list = useInfiniteQuery(adminsQuery);
  if (list.isPending) return <Loading />;
  if (list.isError) return <Failed error={list.error} retry={() => void list.refetch()} />;
  return (
    <Stack>
      {mayChange && <NewAdmin />}
      {itemsOf(list.data).map((admin) => (
        <AdminCard key={admin.id} admin={admin} mayChange={mayChange} />
      ))}
      <LoadMore {...list} />
    </Stack>
  );
}

function useRoleChoices() {
  const words = useWords(accessWords);
  return roles.map((role) => ({ value: role, label: words.roles[role] }));
}

const roleOf = (value: string | null): Role => roles.find((role) => role === value) ?? 'viewer';

function NewAdmin() {
  const words = useWords(accessWords);
  const choices = useRoleChoices();
  const [login, setLogin] = useState('');
  const [role, setRole] = useState<Role>('editor');
  const add = useChange(path, addAdmin);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate({ login: login.trim(), role }, { onSuccess: () => setLogin('') });
  };
  return (
    <Card component="form" withBorder onSubmit={submit}>
      <Stack gap="sm">
        <Group align="flex-end">
          <TextInput
            label={words.login}
            required
            withAsterisk={false}
            maxLength={64}
            autoComplete="off"
            value={login}
            onChange={({ currentTarget }) => setLogin(currentTarget.value)}
          />
          <Select
            label={words.role}
            data={choices}
            value={role}
            allowDeselect={false}
            onChange={(value) => setRole(roleOf(value))}
          />
          <Button type="submit" loading={add.isPending}>
            {words.addAdmin}
          </Button>
        </Group>
        <Text size="sm" c="dimmed">
          {words.roleAbout[role]}
        </Text>
        {add.isError && <Failed error={add.error} />}
        {add.data?.password && <OnceSecret secret={add.data.password}>{words.adminMade(add.data.login)}</OnceSecret>}
      </Stack>
    </Card>
  );
}

function AdminCard({ admin, mayChange }: { readonly admin: Admin; readonly mayChange: boolean }) {
  const words = useWords(accessWords);
  const choices = useRoleChoices();
  const { data: me } = useQuery(sessionQuery);
  const isMe = me?.admin.id === admin.id;
  const [isAsking, { open, close }] = useDisclosure(false);
  const change = useChange(path, (role: Role) => changeAdmin(admin.id, { role }), words.roleChanged);
  const remove = useChange(path, () => removeAdmin(admin.id), words.removed);
  return (
    <Card withBorder>
      <Group justify="space-between">
        <Group gap="xs">
          <Text fw={600}>{admin.login}</Text>
          {isMe && (
            <Badge variant="light" tt="none">
              {words.you}
            </Badge>
          )}
          {admin.must_change_password && (
            <Badge variant="light" color="gray" tt="none">
              {words.mustChange}
            </Badge>
          )}
        </Group>
        <Group gap="xs">
          <Select
            aria-label={words.roleOf(admin.login)}
            data={choices}
            value={admin.role}
            allowDeselect={false}
            w={160}
            disabled={!mayChange || isMe}
            onChange={(value) => change.mutate(roleOf(value))}
          />
          {mayChange && !isMe && (
            <Button variant="default" aria-label={words.removeAdminOf(admin.login)} onClick={open}>
              {words.removeAdmin}
            </Button>
          )}
        </Group>
      </Group>
      {change.isError && <Failed error={change.error} />}
      {remove.isError && <Failed error={remove.error} />}
      <Confirm
        isOpen={isAsking}
        title={words.removeTitle(admin.login)}
        action={words.removeAdmin}
        isDangerous
        isBusy={remove.isPending}
        onConfirm={() => remove.mutate(undefined, { onSettled: close })}
        onClose={close}
      >
        {words.removeText}
      </Confirm>
    </Card>
  );
}
