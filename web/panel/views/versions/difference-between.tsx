import { useQuery } from '@tanstack/react-query';
import { differenceQuery, type Side } from '../../api/versions.ts';
import { Failed, Loading } from '../../parts/states.tsx';
import { ChangeCard } from './changes/change-card.tsx';
import { ChangeList } from './changes/change-list.tsx';

interface DifferenceBetweenProps {
  /** Without it the version before the other one. */
  readonly before?: Side;
  readonly after: Side;
}

/** What became different on the way from one to the other, to be read. */
export function DifferenceBetween({ before, after }: DifferenceBetweenProps) {
  const { data, error, refetch } = useQuery(differenceQuery(after, before));
  if (data === undefined) return error ? <Failed error={error} retry={() => void refetch()} /> : <Loading />;
  return (
    <ChangeList
      changes={data}
      render={(difference) => <ChangeCard key={`${difference.kind}/${difference.id}`} difference={difference} />}
    />
  );
}
