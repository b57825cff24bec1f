import { Paper, Stack, Title } from '@mantine/core';
import type { ReactNode } from 'react';

/** A part of an entry under its heading. */
export function EntrySection({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Paper component="section" withBorder p={{ base: 'sm', sm: 'md' }} aria-label={title}>
      <Stack gap="sm">
        <Title order={3} size="h5">
          {title}
        </Title>
        {children}
      </Stack>
    </Paper>
  );
}
