import { Alert, Anchor, Group } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { broadcastQuery } from '../../api/broadcasts.ts';
import { Problem } from '../../api/problem.ts';
import { useMay } from '../../api/session.ts';
import { Page } from '../../parts/page.tsx';
import { Failed, Loading } from '../../parts/states.tsx';
import { shellWords } from '../../shell/shell-words.ts';
import { useWords } from '../../words/words.ts';
import { broadcastWords } from './broadcast-words.ts';
import { Compose } from './compose.tsx';
import { Course } from './course.tsx';
import { MoreActions } from './more-actions.tsx';
import { StateBadge } from './state-badge.tsx';

interface BroadcastPageProps {
  readonly id: string;
  /** Opens another one, or the list. */
  readonly onOpen: (id: string | undefined) => void;
}

/** One broadcast: written while it is a draft, watched from then on. */
export function BroadcastPage({ id, onOpen }: BroadcastPageProps) {
  const words = useWords(broadcastWords);
  const { broadcasts } = useWords(shellWords);
  const mayWrite = useMay('broadcasts:write');
  const { data, error, refetch } = useQuery(broadcastQuery(id));
  const back = (
    <Anchor component="button" type="button" onClick={() => onOpen(undefined)} style={{ alignSelf: 'flex-start' }}>
      <Group gap={4}>
        <IconArrowLeft size={16} aria-hidden />
        {words.back}
      </Group>
    </Anchor>
  );
  if (data === undefined) {
    const isGone = error instanceof Problem && error.status === 404;
    return (
      <Page title={broadcasts}>
        {back}
        {isGone ? (
          <Alert color="gray">{words.gone}</Alert>
        ) : error ? (
          <Failed error={error} retry={() => void refetch()} />
        ) : (
          <Loading />
        )}
      </Page>
    );
  }
  const { broadcast } = data;
  return (
    <Page
      title={broadcast.name}
      of={broadcasts}
      actions={
        <>
          <StateBadge state={broadcast.state} />
          {mayWrite && <MoreActions broadcast={broadcast} onOpen={onOpen} />}
        </>
      }
    >
      {back}
      {!mayWrite && <Alert color="gray">{words.readOnly}</Alert>}
      {broadcast.state === 'draft' && mayWrite ? (
        <Compose read={data} />
      ) : (
        <Course broadcast={broadcast} mayWrite={mayWrite} />
      )}
    </Page>
  );
}
