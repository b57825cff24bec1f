import { ActionIcon, Tooltip } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { addressOf, type Query } from '../api/client.ts';
import { useWords } from '../words/words.ts';
import { commonWords } from './common-words.ts';

/** Saves the figures of a picture as CSV. */
export function CsvLink({ path, query, of }: { readonly path: string; readonly query: Query; readonly of: string }) {
  const words = useWords(commonWords);
  return (
    <Tooltip label={words.saveCsv}>
      <ActionIcon
        component="a"
        variant="subtle"
        color="gray"
        href={addressOf(path, query)}
        download
        aria-label={`${words.saveCsv}: ${of}`}
      >
        <IconDownload size={18} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
