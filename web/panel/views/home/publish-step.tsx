import { Alert, Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { send } from '../../api/client.ts';
import { configurationKey } from '../../api/configuration.ts';
import { Problem } from '../../api/problem.ts';
import { asOwn, type Publication } from '../../api/versions.ts';
import { notifyDone } from '../../parts/notify.ts';
import { useErrorText } from '../../parts/states.tsx';
import { useWords } from '../../words/words.ts';
import { firstStepsQuery } from './home-queries.ts';
import { homeWords } from './home-words.ts';

/** Publishes the draft as it is. */
export function PublishStep() {
  const all = useWords(homeWords);
  const words = all.steps;
  const queries = useQueryClient();
  const publish = useMutation({
    mutationFn: () => asOwn(send<Publication>('POST', '/config/publish', { body: { note: words.note } })),
    onSuccess: ({ version, replicas }) => notifyDone(words.publishedOn(version, replicas.length)),
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: configurationKey }),
        queries.invalidateQueries({ queryKey: firstStepsQuery.queryKey }),
      ]),
  });
  const usual = useErrorText(publish.error);
  const hasErrors = publish.error instanceof Problem && publish.error.status === 422;
  return (
    <Stack gap="xs">
      <Text>{words.publishAbout}</Text>
      <Group>
        <Button loading={publish.isPending} onClick={() => publish.mutate()}>
          {words.publishAction}
        </Button>
      </Group>
      {publish.isError && (
        <Alert color="red" role="alert">
          {hasErrors ? words.hasErrors : usual}{' '}
          {hasErrors && (
            <Anchor underline="always" renderRoot={(props) => <Link to="/editor" {...props} />}>
              {all.toEditor}
            </Anchor>
          )}
        </Alert>
      )}
    </Stack>
  );
}
