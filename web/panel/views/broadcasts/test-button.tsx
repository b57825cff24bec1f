import { Alert, Anchor, Button, Text } from '@mantine/core';
import { IconUser } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { testBroadcast, testQuery, type ReadBroadcast } from '../../api/broadcasts.ts';
import { Problem } from '../../api/problem.ts';
import { Failed } from '../../parts/states.tsx';
import { useWords } from '../../words/words.ts';
import { broadcastWords } from './broadcast-words.ts';

interface TestButtonProps {
  readonly id: string;
  /** Whether there is something that can be sent. */
  readonly isReady: boolean;
  readonly flush: () => Promise<ReadBroadcast>;
}

/** Sends the message to who is signed in, and says what became of it. */
export function TestButton({ id, isReady, flush }: TestButtonProps) {
  const words = useWords(broadcastWords);
  const test = useMutation({
    mutationFn: async () => {
      await flush();
      return testBroadcast(id);
    },
  });
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconUser size={16} aria-hidden />}
        disabled={!isReady}
        loading={test.isPending}
        onClick={() => test.mutate()}
      >
        {words.test}
      </Button>
      {test.isError && <Refusal error={test.error} />}
      {test.data && <Outcome broadcast={id} test={test.data.id} />}
    </>
  );
}

function Refusal({ error }: { readonly error: Error }) {
  const words = useWords(broadcastWords);
  const code = error instanceof Problem ? error.code : '';
  if (code === 'broadcast_test_stranger') return <Alert color="yellow">{words.testStranger}</Alert>;
  if (code !== 'broadcast_test_unknown') return <Failed error={error} />;
  return (
    <Alert color="yellow">
      <Text size="sm">{words.testUnknown}</Text>
      <Anchor size="sm" renderRoot={(props) => <Link to="/access" {...props} />}>
        {words.toAccess}
      </Anchor>
    </Alert>
  );
}

function Outcome({ broadcast, test }: { readonly broadcast: string; readonly test: string }) {
  const words = useWords(broadcastWords);
  const { data } = useQuery(testQuery(broadcast, test));
  const texts = {
    waiting: words.testWaiting,
    delivered: words.testSent,
    blocked: words.testBlocked,
    failed: words.testFailed(data?.error ?? ''),
  };
  const state = data?.state ?? 'waiting';
  return (
    <Text size="sm" role="status" c={state === 'blocked' || state === 'failed' ? 'red' : 'dimmed'}>
      {texts[state]}
    </Text>
  );
}
