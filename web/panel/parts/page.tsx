import { Box, Group, Stack, Text, Title } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';

interface PageProps {
  readonly title: string;
  /** What of it is open, for the browser’s tab. */
  readonly open?: string | undefined;
  /** The view that this is a part of, for the browser’s tab. */
  readonly of?: string;
  /** One sentence on what this view is for. */
  readonly about?: string;
  readonly actions?: ReactNode;
  /** Uses the whole width and height, without margins: canvases and split views. */
  readonly isFull?: boolean;
  readonly children: ReactNode;
}

/** A view: its title, what can be done with all of it, and its content. */
export function Page({ title, open, of, about, actions, isFull = false, children }: PageProps) {
  useEffect(() => {
    document.title = [open, title, of, 'Minuta'].filter(Boolean).join(' · ');
  }, [title, open, of]);
  return (
    <Stack gap="md" p={isFull ? 0 : { base: 'sm', sm: 'lg' }} maw={isFull ? undefined : 1280} mx="auto" w="100%">
      <Group justify="space-between" align="flex-start" gap="sm" {...(isFull && { px: 'md', pt: 'sm' })}>
        {/* As wide as leaves room for a sign at its end; what is wider goes below. */}
        <Box flex="1 1 240px" miw={0}>
          <Title order={1} size="h2" style={{ overflowWrap: 'anywhere' }}>
            {title}
          </Title>
          {about !== undefined && <Text c="dimmed">{about}</Text>}
        </Box>
        {actions !== undefined && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </Stack>
  );
}
