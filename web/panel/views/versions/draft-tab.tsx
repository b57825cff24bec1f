import { Button, Group, Stack, Text } from '@mantine/core';
import { IconArrowBackUp, IconCircleCheck } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import {
  checkQuery,
  configurationStateQuery,
  draftChangesQuery,
  type ConfigurationState,
  type Difference,
} from '../../api/configuration.ts';
import { useMay } from '../../api/session.ts';
import { authorsQuery, discard, rereadConfiguration } from '../../api/versions.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { notifyDone } from '../../parts/notify.ts';
import { Section } from '../../parts/section.tsx';
import { Empty, Failed, Loading, useErrorText } from '../../parts/states.tsx';
import { useFormat } from '../../words/format.ts';
import { useWords } from '../../words/words.ts';
import { ChangeCard } from './changes/change-card.tsx';
import { ChangeList } from './changes/change-list.tsx';
import { changeWords } from './changes/change-words.ts';
import { titleOf } from './changes/describe-change.ts';
import { EmptyNotice } from './empty-notice.tsx';
import { ProblemList } from './problem-list.tsx';
import { useShownOn } from './use-shown-on.ts';
import { versionsWords } from './versions-words.ts';

/** What is not published yet: each change, who made it, whether it is sound, and the way back. */
export function DraftTab() {
  const { data: state, error, refetch } = useQuery(configurationStateQuery);
  if (state === undefined) return error ? <Failed error={error} retry={() => void refetch()} /> : <Loading />;
  return <DraftChanges state={state} />;
}

function DraftChanges({ state: { version, draft_revision: revision } }: { readonly state: ConfigurationState }) {
  const words = useWords(versionsWords);
  const changes = useQuery(draftChangesQuery(revision));
  const mayChange = useMay('config:write');
  const [asked, setAsked] = useState<Difference | 'everything' | null>(null);
  if (changes.data === undefined)
    return changes.error ? <Failed error={changes.error} retry={() => void changes.refetch()} /> : <Loading />;
  if (changes.data.length === 0)
    return (
      <Stack>
        <EmptyNotice />
        <Empty
          icon={<IconCircleCheck size={28} />}
          title={words.nothingToPublish}
          action={
            <Button variant="light" renderRoot={(props) => <Link to="/editor" {...props} />}>
              {words.toEditor}
            </Button>
          }
        >
          {words.nothingToPublishText(version)}
        </Empty>
        <Check revision={revision} />
      </Stack>
    );
  return (
    <Stack>
      <EmptyNotice />
      <Check revision={revision} />
      <Group justify="space-between">
        <Text fw={600}>{words.changes(changes.data.length)}</Text>
        {mayChange && (
          <Button
            variant="default"
            size="compact-md"
            leftSection={<IconArrowBackUp size={16} aria-hidden />}
            onClick={() => setAsked('everything')}
          >
            {words.discardAll}
          </Button>
        )}
      </Group>
      <Changes changes={changes.data} revision={revision} onDiscard={mayChange ? setAsked : undefined} />
      <Discarding asked={asked} revision={revision} count={changes.data.length} onClose={() => setAsked(null)} />
    </Stack>
  );
}

function Check({ revision }: { readonly revision: number }) {
  const words = useWords(versionsWords);
  const { data } = useQuery(checkQuery(revision));
  if (data === undefined || data.problems.length === 0) return null;
  return (
    <Section title={words.problems}>
      {!data.ok && <Text size="sm">{words.errorsStop}</Text>}
      <ProblemList problems={data.problems} />
    </Section>
  );
}

interface ChangesProps {
  readonly changes: readonly Difference[];
  readonly revision: number;
  readonly onDiscard: ((difference: Difference) => void) | undefined;
}

function Changes({ changes, revision, onDiscard }: ChangesProps) {
  const words = useWords(versionsWords);
  const said = useWords(changeWords);
  const format = useFormat();
  const { data: authors = [] } = useQuery(authorsQuery(revision));
  const shownOn = useShownOn();
  return (
    <ChangeList
      changes={changes}
      render={(difference) => {
        const { kind, id } = difference;
        const title = titleOf(difference, said);
        const author = authors.find((one) => one.kind === kind && one.id === id);
        return (
          <ChangeCard
            key={`${kind}/${id}`}
            difference={difference}
            shownOn={shownOn(difference)}
            by={author && words.by(author.author ?? words.program, format.ago(author.at))}
            actions={
              <>
                {kind !== 'header' && difference.change !== 'removed' && (
                  <Button
                    variant="subtle"
                    size="compact-sm"
                    aria-label={words.openOf(title)}
                    renderRoot={(props) => <Link to="/editor" search={{ entry: `${kind}/${id}` }} {...props} />}
                  >
                    {words.open}
                  </Button>
                )}
                {onDiscard && (
                  <Button
                    variant="subtle"
                    color="red"
                    size="compact-sm"
                    aria-label={words.discardOf(title)}
                    onClick={() => onDiscard(difference)}
                  >
                    {words.discard}
                  </Button>
                )}
              </>
            }
          />
        );
      }}
    />
  );
}

interface DiscardingProps {
  readonly asked: Difference | 'everything' | null;
  readonly revision: number;
  readonly count: number;
  readonly onClose: () => void;
}

function Discarding({ asked, revision, count, onClose }: DiscardingProps) {
  const words = useWords(versionsWords);
  const said = useWords(changeWords);
  const discarding = useMutation({
    mutationFn: (what: Difference | 'everything') => discard(revision, what === 'everything' ? undefined : what),
    onSuccess: () => {
      notifyDone(words.discarded);
      onClose();
    },
    onError: () => void rereadConfiguration(),
  });
  const problem = useErrorText(discarding.error);
  const isAll = asked === 'everything';
  return (
    <Confirm
      isOpen={asked !== null}
      title={isAll ? words.discardAllQuestion : words.discardQuestion}
      action={isAll ? words.discardAll : words.discardAction}
      isDangerous
      isBusy={discarding.isPending}
      onConfirm={() => {
        if (asked) discarding.mutate(asked);
      }}
      onClose={onClose}
    >
      {asked === null ? null : isAll ? words.discardAllText(count) : words.discardText(titleOf(asked, said))}
      {discarding.error && (
        <Text c="red" size="sm" mt="sm" role="alert">
          {problem}
        </Text>
      )}
    </Confirm>
  );
}
