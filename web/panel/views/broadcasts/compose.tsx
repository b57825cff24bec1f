import { Alert, Button, Grid, Group, List, Stack, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { broadcastQuery, type ContentProblem, type ReadBroadcast } from '../../api/broadcasts.ts';
import { Section } from '../../parts/section.tsx';
import { Failed } from '../../parts/states.tsx';
import { useLanguage } from '../../words/language.ts';
import { useWords } from '../../words/words.ts';
import { broadcastWords } from './broadcast-words.ts';
import { ContentEditor } from './content-editor.tsx';
import { keepChanges } from './kept-changes.ts';
import { MessageLook } from './message-look.tsx';
import { SegmentEditor } from './segment-editor.tsx';
import { SendDialog } from './send-dialog.tsx';
import { TestButton } from './test-button.tsx';
import { useDraft } from './use-draft.ts';

/** Writes a broadcast: what it says, whom it is for; tried on oneself, then sent. */
export function Compose({ read }: { readonly read: ReadBroadcast }) {
  const words = useWords(broadcastWords);
  const state = useDraft(read);
  const { draft, saved, saving, change, flush } = state;
  const { problems } = saved.broadcast;
  const isSound = problems.every(({ severity }) => severity !== 'error');
  // Nothing is wrong yet with what nobody has begun to write.
  const told = problems.filter(({ code }) => code !== 'nothing_to_show');
  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, md: 7 }}>
        <Stack gap="lg">
          <TextInput
            label={words.name}
            description={words.nameHint}
            maxLength={120}
            value={draft.name}
            onChange={({ currentTarget }) => {
              const name = currentTarget.value;
              // Without a name it would not be found again: what was there stays until there is another.
              change(name.trim() === '' ? {} : { name });
            }}
          />
          <ContentEditor content={draft.content} problems={told} onChange={(content) => change({ content })} />
          <SegmentEditor segment={draft.segment} onChange={(segment) => change({ segment })} />
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 5 }}>
        <Stack gap="lg" style={{ position: 'sticky', top: 'var(--mantine-spacing-lg)' }}>
          <Section title={words.look}>
            <MessageLook content={draft.content} />
          </Section>
          <Problems problems={told} />
          {saving === 'conflict' ? <Conflict saved={saved} /> : <SaveState {...state} />}
          <Group>
            <TestButton id={saved.broadcast.id} isReady={isSound} flush={flush} />
            <SendDialog segment={draft.segment} isReady={isSound} flush={flush} />
          </Group>
        </Stack>
      </Grid.Col>
    </Grid>
  );
}

function SaveState({ saving, error }: Pick<ReturnType<typeof useDraft>, 'saving' | 'error'>) {
  const words = useWords(broadcastWords);
  if (saving === 'unsaved' && error) return <Failed error={error} />;
  return (
    <Text size="sm" c="dimmed" role="status">
      {saving === 'saved' ? words.saved : saving === 'saving' ? words.saving : words.unsaved}
    </Text>
  );
}

function Conflict({ saved }: { readonly saved: ReadBroadcast }) {
  const words = useWords(broadcastWords);
  const queries = useQueryClient();
  const readAnew = () => {
    keepChanges(saved, {});
    void queries.resetQueries(broadcastQuery(saved.broadcast.id));
  };
  return (
    <Alert color="yellow">
      <Text size="sm">{words.conflict}</Text>
      <Button mt="sm" size="xs" variant="default" onClick={readAnew}>
        {words.reload}
      </Button>
    </Alert>
  );
}

/** What keeps it from being sent, and what is worth a look. */
function Problems({ problems }: { readonly problems: readonly ContentProblem[] }) {
  const words = useWords(broadcastWords);
  const { language } = useLanguage();
  const grades = [
    ['error', words.problems, 'red'],
    ['warning', words.warnings, 'yellow'],
  ] as const;
  return grades.map(([severity, title, color]) => {
    const told = problems.filter((problem) => problem.severity === severity);
    if (told.length === 0) return null;
    return (
      <Alert key={severity} color={color} title={title}>
        <List size="sm">
          {told.map(({ path, code, message, proposal }) => (
            <List.Item key={`${path} ${code}`}>
              {[message[language], proposal?.[language]].filter(Boolean).join('. ')}
            </List.Item>
          ))}
        </List>
      </Alert>
    );
  });
}
