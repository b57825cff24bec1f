import { Alert, Progress, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { receiptNumber } from '../../../../src/texts/receipt-number.ts';
import { jobQuery } from '../../api/people.ts';
import { Failed } from '../../parts/states.tsx';
import { useFormat } from '../../words/format.ts';
import { useWords } from '../../words/words.ts';
import { peopleWords } from './people-words.ts';

/** An erasure that is under way, and in the end the receipt: nothing else is left of the person. */
export function Erasing({ jobId }: { readonly jobId: string }) {
  const words = useWords(peopleWords);
  const format = useFormat();
  const queries = useQueryClient();
  const { data: job, error, refetch } = useQuery(jobQuery(jobId));
  const isDone = job?.status === 'done';
  useEffect(() => {
    if (isDone) void queries.invalidateQueries({ queryKey: ['list', '/users'] });
  }, [isDone, queries]);
  if (job === undefined && error) return <Failed error={error} retry={() => void refetch()} />;
  if (isDone)
    return (
      <Alert color="teal" role="status">
        <Text fw={600}>{words.eraseDone}</Text>
        <Text size="sm">{words.receipt(receiptNumber(job.id))}</Text>
        {job.finished_at !== null && <Text size="sm">{words.erasedAt(format.dateTime(job.finished_at))}</Text>}
      </Alert>
    );
  if (job?.status === 'failed') return <Alert color="red">{words.eraseFailed(job.error ?? jobId)}</Alert>;
  const progress = job?.progress ?? 0;
  return (
    <div role="status">
      <Text size="sm">{words.eraseRunning(progress)}</Text>
      <Progress color="red" value={progress} aria-label={words.eraseRunning(progress)} />
    </div>
  );
}
