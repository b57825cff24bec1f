import { Alert, Anchor, Button, Group, Progress, Stack, Text, Title } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { exportFormats, jobQuery, requestAllData, requestExport, type ExportFormat } from '../../api/people.ts';
import { useMay } from '../../api/session.ts';
import { Failed } from '../../parts/states.tsx';
import { useWords } from '../../words/words.ts';
import { peopleWords } from './people-words.ts';

/** Giving somebody their data: their sessions in a format, or all that is known. */
export function PersonData({ userId }: { readonly userId: string }) {
  const words = useWords(peopleWords);
  const mayExport = useMay('tracker:read');
  const mayGather = useMay('users:read');
  const request = useMutation({
    mutationFn: (what: ExportFormat | 'all') =>
      what === 'all' ? requestAllData(userId, crypto.randomUUID()) : requestExport(userId, what, crypto.randomUUID()),
  });
  if (!mayExport) return null;
  const wanted = request.isPending ? request.variables : undefined;
  return (
    <section aria-label={words.data}>
      <Title order={3} size="h5" mb="xs">
        {words.data}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {words.dataAbout}
      </Text>
      <Stack gap="sm">
        <Group gap="xs" role="group" aria-label={words.export}>
          <Text size="sm">{words.export}:</Text>
          {exportFormats.map((format) => (
            <Button
              key={format}
              size="xs"
              variant="default"
              loading={wanted === format}
              onClick={() => request.mutate(format)}
            >
              {format.toUpperCase()}
            </Button>
          ))}
          {mayGather && (
            <Button size="xs" variant="default" loading={wanted === 'all'} onClick={() => request.mutate('all')}>
              {words.allData}
            </Button>
          )}
        </Group>
        {request.isError && <Failed error={request.error} />}
        {request.data && <JobProgress key={request.data.id} id={request.data.id} />}
      </Stack>
    </section>
  );
}

function JobProgress({ id }: { readonly id: string }) {
  const words = useWords(peopleWords);
  const job = useQuery(jobQuery(id));
  if (job.isError) return <Failed error={job.error} retry={() => void job.refetch()} />;
  if (job.data?.status === 'failed') return <Alert color="red">{words.exportFailed(job.data.error ?? id)}</Alert>;
  if (job.data?.status === 'done' && job.data.file)
    return (
      <Anchor href={job.data.file.url} download>
        <Group gap={4}>
          <IconDownload size={16} aria-hidden />
          {words.download(job.data.file.name)}
        </Group>
      </Anchor>
    );
  const progress = job.data?.progress ?? 0;
  return (
    <div role="status">
      <Text size="sm">{words.preparing(progress)}</Text>
      <Progress value={progress} aria-label={words.preparing(progress)} />
    </div>
  );
}
