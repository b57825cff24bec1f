import { ActionIcon, Group, Select, Stack } from '@mantine/core';
import { IconArrowsExchange } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { configurationStateQuery } from '../../api/configuration.ts';
import { itemsOf } from '../../api/page.ts';
import { versionsQuery, type Side } from '../../api/versions.ts';
import { Loading } from '../../parts/states.tsx';
import { useWords } from '../../words/words.ts';
import { DifferenceBetween } from './difference-between.tsx';
import { versionsWords } from './versions-words.ts';

interface CompareTabProps {
  /** As the address has them; without them what runs and the draft. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly onChange: (from: string, to: string) => void;
}

/** Any two versions, or one and the draft. */
export function CompareTab({ from: wantedFrom, to: wantedTo, onChange }: CompareTabProps) {
  const words = useWords(versionsWords);
  const { data: state } = useQuery(configurationStateQuery);
  const versions = useInfiniteQuery(versionsQuery);
  if (state === undefined || versions.data === undefined) return <Loading />;
  const from = wantedFrom ?? String(state.version);
  const to = wantedTo ?? 'draft';
  const known = itemsOf(versions.data).map(({ version, note }) => ({
    value: String(version),
    label: note === '' ? words.version(version) : `${words.version(version)}: ${note}`,
  }));
  // A link may name one that is further down the list.
  const named = [from, to].filter((one) => one !== 'draft' && known.every(({ value }) => value !== one));
  const options = [
    { value: 'draft', label: words.draftSide },
    ...known,
    ...[...new Set(named)].map((value) => ({ value, label: words.version(Number(value)) })),
  ];
  const select = { data: options, allowDeselect: false, searchable: true, flex: 1, miw: 140 } as const;
  return (
    <Stack>
      <Group align="flex-end" gap="xs">
        <Select {...select} label={words.from} value={from} onChange={(value) => onChange(value ?? from, to)} />
        <ActionIcon variant="default" size="input-sm" aria-label={words.swap} onClick={() => onChange(to, from)}>
          <IconArrowsExchange size={18} aria-hidden />
        </ActionIcon>
        <Select {...select} label={words.to} value={to} onChange={(value) => onChange(from, value ?? to)} />
      </Group>
      <DifferenceBetween before={sideOf(from)} after={sideOf(to)} />
    </Stack>
  );
}

function sideOf(text: string): Side {
  return text === 'draft' ? 'draft' : Number(text);
}
