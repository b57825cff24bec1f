import { List, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { configurationStateQuery, draftChangesQuery, type ConfigurationState } from '../../api/configuration.ts';
import { differenceQuery, rereadConfiguration, rollBack } from '../../api/versions.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { notifyDone } from '../../parts/notify.ts';
import { Loading, useErrorText } from '../../parts/states.tsx';
import { useWords } from '../../words/words.ts';
import { changeWords } from './changes/change-words.ts';
import { titleOf } from './changes/describe-change.ts';
import { versionsWords } from './versions-words.ts';

interface RollBackProps {
  /** Null while nobody wants to. */
  readonly version: number | null;
  readonly onClose: () => void;
}

/** Changes that are named in the question. */
const mostNamed = 6;

/** Asks, with what it will change, and brings an old version back. */
export function RollBack({ version, onClose }: RollBackProps) {
  const words = useWords(versionsWords);
  const { data: state } = useQuery(configurationStateQuery);
  const going = useMutation({
    mutationFn: (wish: { version: number; revision: number }) => rollBack(wish.version, { note: '', ...wish }),
    onSuccess: (made, wish) => {
      notifyDone(words.broughtBack(wish.version, made.version));
      onClose();
    },
    onError: () => void rereadConfiguration(),
  });
  const problem = useErrorText(going.error);
  return (
    <Confirm
      isOpen={version !== null}
      title={version === null ? '' : words.bringBackQuestion(version)}
      action={words.bringBack}
      isBusy={going.isPending}
      onConfirm={() => {
        if (version !== null && state) going.mutate({ version, revision: state.draft_revision });
      }}
      onClose={onClose}
    >
      {version !== null && state && <Consequences version={version} state={state} />}
      {going.error && (
        <Text c="red" size="sm" mt="sm" role="alert">
          {problem}
        </Text>
      )}
    </Confirm>
  );
}

function Consequences({ version, state }: { readonly version: number; readonly state: ConfigurationState }) {
  const words = useWords(versionsWords);
  const said = useWords(changeWords);
  const { data: changes } = useQuery(differenceQuery(version, state.version));
  const { data: unpublished = [] } = useQuery(draftChangesQuery(state.draft_revision));
  if (changes === undefined) return <Loading />;
  return (
    <Stack gap="xs">
      <Text size="sm">{words.bringBackText(changes.length)}</Text>
      {changes.length > 0 && (
        <List size="sm">
          {changes.slice(0, mostNamed).map((change) => (
            <List.Item key={`${change.kind}/${change.id}`}>
              {titleOf(change, said)}: {said[change.change]}
            </List.Item>
          ))}
          {changes.length > mostNamed && <List.Item>{words.andMore(changes.length - mostNamed)}</List.Item>}
        </List>
      )}
      {unpublished.length > 0 && (
        <Text size="sm" fw={600}>
          {words.bringBackDraft(unpublished.length)}
        </Text>
      )}
      <Text size="sm" c="dimmed">
        {words.bringBackHow}
      </Text>
    </Stack>
  );
}
