import { Alert, Button, Group, Modal, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconSend } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import {
  audienceQuery,
  broadcastQuery,
  broadcastsPath,
  startBroadcast,
  type ReadBroadcast,
  type Segment,
} from '../../api/broadcasts.ts';
import { Problem } from '../../api/problem.ts';
import { commonWords } from '../../parts/common-words.ts';
import { Failed, Loading } from '../../parts/states.tsx';
import { useWords } from '../../words/words.ts';
import { broadcastWords } from './broadcast-words.ts';
import { isFilledIn } from './rules/conditions.ts';
import { whens, wishOf, type When } from './rules/when.ts';

interface SendDialogProps {
  readonly segment: Segment;
  readonly isReady: boolean;
  readonly flush: () => Promise<ReadBroadcast>;
}

/** Sends a broadcast: when, and to how many people, said once more before it cannot be taken back. */
export function SendDialog({ segment, isReady, flush }: SendDialogProps) {
  const words = useWords(broadcastWords);
  const { close: closeWord } = useWords(commonWords);
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button
        leftSection={<IconSend size={16} aria-hidden />}
        disabled={!isReady || !isFilledIn(segment)}
        onClick={open}
      >
        {words.send}
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title={words.sendTitle}
        centered
        closeButtonProps={{ 'aria-label': closeWord }}
      >
        <SendForm segment={segment} flush={flush} onClose={close} />
      </Modal>
    </>
  );
}

function SendForm({ segment, flush, onClose }: Omit<SendDialogProps, 'isReady'> & { readonly onClose: () => void }) {
  const words = useWords(broadcastWords);
  const { cancel } = useWords(commonWords);
  const queries = useQueryClient();
  const [when, setWhen] = useState<When>('now');
  const [typed, setTyped] = useState('');
  const audience = useQuery({ ...audienceQuery(segment), staleTime: 0 });
  const wish = wishOf(when, typed);
  const start = useMutation({
    mutationFn: async () => startBroadcast(await flush(), wish ?? {}),
    onSuccess: (started) => {
      queries.setQueryData(broadcastQuery(started.broadcast.id).queryKey, started);
      void queries.invalidateQueries({ queryKey: ['list', broadcastsPath] });
    },
  });
  if (audience.isError) return <Failed error={audience.error} retry={() => void audience.refetch()} />;
  if (audience.data === undefined || audience.isFetching) return <Loading />;
  const { people } = audience.data;
  const count = words.people(people);
  const isPast = start.error instanceof Problem && start.error.errors.some(({ path }) => /^(local_)?at$/.test(path));
  return (
    <Stack>
      <Radio.Group
        label={words.when}
        value={when}
        onChange={(chosen) => setWhen(whens.find((one) => one === chosen) ?? 'now')}
      >
        <Stack gap="xs" mt="xs">
          {whens.map((one) => (
            <Radio key={one} value={one} label={words.whens[one]} />
          ))}
        </Stack>
      </Radio.Group>
      {when !== 'now' && (
        <TextInput
          label={words.moment}
          description={when === 'at' ? words.momentHint : words.localHint}
          type="datetime-local"
          value={typed}
          error={isPast ? words.past : null}
          onChange={({ currentTarget }) => {
            setTyped(currentTarget.value);
            start.reset();
          }}
        />
      )}
      {people === 0 ? (
        <Alert color="yellow">{words.nobody}</Alert>
      ) : (
        <Text>{when === 'now' ? words.willGo(count) : words.willGoLater(count)}</Text>
      )}
      {start.isError && !isPast && <Failed error={start.error} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {cancel}
        </Button>
        <Button
          loading={start.isPending}
          disabled={wish === null || (when === 'now' && people === 0)}
          onClick={() => start.mutate()}
        >
          {when === 'now' ? words.confirmNow(count) : words.confirmLater}
        </Button>
      </Group>
    </Stack>
  );
}
