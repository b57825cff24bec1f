import { Alert, Button, Group, List, Modal, Radio, Stack, Text, Textarea } from '@mantine/core';
import { useMediaQuery, useSessionStorage } from '@mantine/hooks';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import {
  checkQuery,
  configurationStateQuery,
  draftChangesQuery,
  type CheckProblem,
  type Difference,
} from '../../api/configuration.ts';
import { Problem } from '../../api/problem.ts';
import { sessionQuery } from '../../api/session.ts';
import { conversationsQuery, publish, type Publication, type PublishWish } from '../../api/versions.ts';
import { commonWords } from '../../parts/common-words.ts';
import { Failed, Loading } from '../../parts/states.tsx';
import { useLanguage } from '../../words/language.ts';
import { useWords } from '../../words/words.ts';
import { changeWords } from './changes/change-words.ts';
import { sentencesOf, titleOf } from './changes/describe-change.ts';
import { ProblemList } from './problem-list.tsx';
import { publishWords } from './publish-words.ts';
import { ReplicaList } from './replica-list.tsx';
import { versionsWords } from './versions-words.ts';

interface PublishDialogProps {
  readonly onClose: () => void;
}

/** Changes that are told; all of them are on the page of versions. */
const mostTold = 8;

/** What is about to change and what is wrong with it, a note, and how it went in each process. */
export function PublishDialog({ onClose }: PublishDialogProps) {
  const words = useWords(publishWords);
  const common = useWords(commonWords);
  const isPhone = useMediaQuery('(max-width: 48em)');
  const { data: me } = useQuery(sessionQuery);
  // Whoever closes the dialog to look something up, or reloads the page, finds what they wrote; somebody else does not.
  const [note, setNote, forgetNote] = useSessionStorage({
    key: `minuta.note.${me?.admin.id ?? ''}`,
    defaultValue: '',
    getInitialValueInEffect: false,
  });
  const publishing = useMutation({ mutationFn: publish, onSuccess: forgetNote });
  return (
    <Modal
      opened
      onClose={onClose}
      title={publishing.data ? words.done(publishing.data.version) : words.title}
      size="lg"
      fullScreen={isPhone}
      closeButtonProps={{ 'aria-label': common.close }}
    >
      {publishing.data ? (
        <Published made={publishing.data} onClose={onClose} />
      ) : (
        <Look
          note={note}
          onNote={setNote}
          isBusy={publishing.isPending}
          error={publishing.error}
          onPublish={(wish) => publishing.mutate(wish)}
          onClose={onClose}
        />
      )}
    </Modal>
  );
}

interface LookProps {
  readonly note: string;
  readonly onNote: (note: string) => void;
  readonly isBusy: boolean;
  readonly error: Error | null;
  readonly onPublish: (wish: PublishWish) => void;
  readonly onClose: () => void;
}

function Look({ note, onNote, isBusy, error, onPublish, onClose }: LookProps) {
  const words = useWords(publishWords);
  const common = useWords(commonWords);
  const [conversations, setConversations] = useState<'finish' | 'move'>('finish');
  const { data: state, error: unread } = useQuery(configurationStateQuery);
  const revision = state?.draft_revision ?? 0;
  const isKnown = state !== undefined;
  const changes = useQuery({ ...draftChangesQuery(revision), enabled: isKnown });
  const check = useQuery({ ...checkQuery(revision), enabled: isKnown });
  const failed = unread ?? changes.error ?? check.error;
  if (failed) return <Failed error={failed} />;
  if (changes.data === undefined || check.data === undefined) return <Loading />;
  const isOthers = error instanceof Problem && error.status === 412;
  return (
    <Stack>
      {isOthers && (
        <Alert color="yellow" icon={<IconAlertTriangle />} title={words.someoneElse}>
          {words.someoneElseText}
        </Alert>
      )}
      {error !== null && !isOthers && <Failed error={error} />}
      <Changes changes={changes.data} onClose={onClose} />
      <Problems problems={check.data.problems} />
      <Textarea
        label={words.note}
        description={words.noteAbout}
        placeholder={words.notePlaceholder}
        value={note}
        maxLength={1000}
        autosize
        minRows={2}
        data-autofocus
        onChange={({ currentTarget }) => onNote(currentTarget.value)}
      />
      <Conversations value={conversations} onChange={setConversations} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {common.cancel}
        </Button>
        <Button
          loading={isBusy}
          disabled={!check.data.ok}
          onClick={() => onPublish({ note: note.trim(), conversations, revision })}
        >
          {check.data.ok && check.data.problems.length > 0 ? words.publishAnyway : words.publish}
        </Button>
      </Group>
    </Stack>
  );
}

function Changes({ changes, onClose }: { readonly changes: readonly Difference[]; readonly onClose: () => void }) {
  const words = useWords(publishWords);
  const own = useWords(versionsWords);
  const said = useWords(changeWords);
  const { language } = useLanguage();
  if (changes.length === 0) return <Text c="dimmed">{own.same}</Text>;
  return (
    <section aria-label={words.whatChanges}>
      <Text fw={600} mb={4}>
        {words.whatChanges}
      </Text>
      <List size="sm" spacing={4}>
        {changes.slice(0, mostTold).map((change) => (
          <List.Item key={`${change.kind}/${change.id}`} style={{ overflowWrap: 'anywhere' }}>
            {titleOf(change, said)}: {said[change.change]}.{' '}
            <Text span size="sm" c="dimmed">
              {sentencesOf(change, { words: said, language }).join(' ')}
            </Text>
          </List.Item>
        ))}
      </List>
      <Group gap="xs" mt={4}>
        {changes.length > mostTold && <Text size="sm">{own.andMore(changes.length - mostTold)}</Text>}
        <Button
          variant="subtle"
          size="compact-sm"
          renderRoot={(props) => <Link to="/versions" {...props} onClick={onClose} />}
        >
          {words.seeAll}
        </Button>
      </Group>
    </section>
  );
}

function Problems({ problems }: { readonly problems: readonly CheckProblem[] }) {
  const words = useWords(publishWords);
  const own = useWords(versionsWords);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (problems.length === 0)
    return (
      <Group gap="xs">
        <IconCircleCheck size={18} color="var(--mantine-color-green-8)" aria-hidden />
        <Text size="sm">{own.noProblems}</Text>
      </Group>
    );
  const shown = errors.length > 0 ? errors : problems;
  return (
    <Alert
      color={errors.length > 0 ? 'red' : 'yellow'}
      icon={<IconAlertTriangle />}
      title={errors.length > 0 ? words.blocked : words.toWarnings}
    >
      <ProblemList problems={shown.slice(0, mostTold)} />
      {shown.length > mostTold && <Text size="sm">{own.andMore(shown.length - mostTold)}</Text>}
    </Alert>
  );
}

interface ConversationsProps {
  readonly value: 'finish' | 'move';
  readonly onChange: (value: 'finish' | 'move') => void;
}

/** Asked only where somebody is in the middle of something. */
function Conversations({ value, onChange }: ConversationsProps) {
  const words = useWords(publishWords);
  const { data = [] } = useQuery(conversationsQuery);
  const people = data.reduce((sum, one) => sum + one.people, 0);
  if (people === 0) return null;
  return (
    <Radio.Group
      label={words.people(people)}
      value={value}
      onChange={(wanted) => onChange(wanted === 'move' ? 'move' : 'finish')}
    >
      <Stack gap={6} mt={6}>
        <Radio value="finish" label={words.finish} />
        <Radio value="move" label={words.move} />
      </Stack>
    </Radio.Group>
  );
}

function Published({ made, onClose }: { readonly made: Publication; readonly onClose: () => void }) {
  const words = useWords(publishWords);
  const { version, replicas, unchanged } = made;
  const isEverywhere = replicas.every((replica) => replica.version >= version);
  return (
    <Stack role="status">
      <Group gap="xs" wrap="nowrap">
        <IconCircleCheck size={28} color="var(--mantine-color-green-8)" aria-hidden />
        <Text>
          {isEverywhere ? words.doneText : words.behindText} {unchanged && words.unchanged}
        </Text>
      </Group>
      <ReplicaList replicas={replicas} version={version} />
      <Group justify="flex-end">
        <Button
          variant="default"
          renderRoot={(props) => <Link to="/versions" search={{ tab: 'history' }} {...props} onClick={onClose} />}
        >
          {words.toHistory}
        </Button>
        <Button data-autofocus onClick={onClose}>
          {words.close}
        </Button>
      </Group>
    </Stack>
  );
}
