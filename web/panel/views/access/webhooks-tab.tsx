import { Button, Card, Group, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconWebhook } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { itemsOf } from '../../api/page.ts';
import { useMay } from '../../api/session.ts';
import {
  addWebhook,
  deleteWebhook,
  enableWebhook,
  testWebhook,
  webhooksQuery,
  type Webhook,
} from '../../api/webhooks.ts';
import { commonWords } from '../../parts/common-words.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { LoadMore } from '../../parts/load-more.tsx';
import { OnceSecret } from '../../parts/once-secret.tsx';
import { Empty, Failed, Loading } from '../../parts/states.tsx';
import { useChange } from '../../parts/use-change.ts';
import { useWords } from '../../words/words.ts';
import { accessWords } from './access-words.ts';
import { Deliveries } from './deliveries.tsx';

const path = '/config-webhooks';

/** Who is told of new versions of the bot, and whether that arrived. */
export function WebhooksTab() {
  const words = useWords(accessWords);
  const mayChange = useMay('webhooks:write');
  const list = useInfiniteQuery(webhooksQuery);
  if (list.isPending) return <Loading />;
  if (list.isError) return <Failed error={list.error} retry={() => void list.refetch()} />;
  const webhooks = itemsOf(list.data);
  return (
    <Stack>
      <Text c="dimmed">{words.webhooksAbout}</Text>
      {mayChange && <NewWebhook />}
      {webhooks.length === 0 && (
        <Empty icon={<IconWebhook size={28} />} title={words.webhooksEmpty}>
          {words.webhooksEmptyText}
        </Empty>
      )}
      {webhooks.map((webhook) => (
        <WebhookCard key={webhook.id} webhook={webhook} mayChange={mayChange} />
      ))}
      <LoadMore {...list} />
    </Stack>
  );
}

function NewWebhook() {
  const words = useWords(accessWords);
  const [url, setUrl] = useState('');
  const [description, setDescription] = useState('');
  const add = useChange(path, addWebhook);
  const clear = () => {
    setUrl('');
    setDescription('');
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate({ url: url.trim(), description: description.trim() }, { onSuccess: clear });
  };
  return (
    <Card component="form" withBorder onSubmit={submit}>
      <Stack gap="sm">
        <Group align="flex-end">
          <TextInput
            label={words.url}
            type="url"
            required
            withAsterisk={false}
            placeholder="https://"
            value={url}
            onChange={({ currentTarget }) => setUrl(currentTarget.value)}
          />
          <TextInput
            label={words.description}
            maxLength={200}
            value={description}
            onChange={({ currentTarget }) => setDescription(currentTarget.value)}
          />
          <Button type="submit" loading={add.isPending}>
            {words.addWebhook}
          </Button>
        </Group>
        {add.isError && <Failed error={add.error} />}
        {add.data?.secret !== undefined && <OnceSecret secret={add.data.secret}>{words.webhookSecret}</OnceSecret>}
      </Stack>
    </Card>
  );
}

function WebhookCard({ webhook, mayChange }: { readonly webhook: Webhook; readonly mayChange: boolean }) {
  const words = useWords(accessWords);
  const common = useWords(commonWords);
  const { id, url } = webhook;
  const [isAsking, { open, close }] = useDisclosure(false);
  const [showsLog, { toggle }] = useDisclosure(false);
  const enable = useChange(path, (enabled: boolean) => enableWebhook(id, enabled));
  const remove = useChange(path, () => deleteWebhook(id), words.deleted);
  const test = useChange(`${path}/${id}/deliveries`, () => testWebhook(id), words.testSent);
  const error = enable.error ?? remove.error ?? test.error;
  return (
    <Card withBorder>
      <Group justify="space-between" align="flex-start">
        <div>
          <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
            {url}
          </Text>
          <Text size="sm" c="dimmed">
            {webhook.description}
          </Text>
        </div>
        <Switch
          label={words.enabled}
          aria-label={words.enabledOf(url)}
          checked={enable.isPending ? enable.variables : webhook.enabled}
          disabled={!mayChange}
          onChange={({ currentTarget }) => enable.mutate(currentTarget.checked)}
        />
      </Group>
      <Group gap="xs" mt="sm">
        <Button
          size="xs"
          variant="default"
          aria-expanded={showsLog}
          aria-label={words.deliveriesOf(url)}
          onClick={toggle}
        >
          {words.deliveries}
        </Button>
        {mayChange && (
          <>
            <Button
              size="xs"
              variant="default"
              aria-label={words.testOf(url)}
              loading={test.isPending}
              onClick={() => test.mutate()}
            >
              {words.test}
            </Button>
            <Button size="xs" variant="default" aria-label={words.deleteOf(url)} onClick={open}>
              {common.delete}
            </Button>
          </>
        )}
      </Group>
      {error !== null && <Failed error={error} />}
      {showsLog && <Deliveries webhookId={id} mayReplay={mayChange} />}
      <Confirm
        isOpen={isAsking}
        title={words.deleteTitle}
        action={common.delete}
        isDangerous
        isBusy={remove.isPending}
        onConfirm={() => remove.mutate(undefined, { onSettled: close })}
        onClose={close}
      >
        {words.deleteText}
      </Confirm>
    </Card>
  );
}
