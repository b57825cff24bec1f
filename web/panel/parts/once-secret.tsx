import { Alert, Button, Code, CopyButton, Group, Text } from '@mantine/core';
import { IconCheck, IconCopy, IconKey } from '@tabler/icons-react';
import { useWords } from '../words/words.ts';
import { commonWords } from './common-words.ts';

/** A secret that is shown this once: a password, a token. @param children says what it is for. */
export function OnceSecret({ secret, children }: { readonly secret: string; readonly children: string }) {
  const words = useWords(commonWords);
  return (
    <Alert color="teal" icon={<IconKey />} role="status">
      <Text size="sm" mb="xs">
        {children}
      </Text>
      <Group gap="xs">
        <Code block={false} fz="sm" style={{ overflowWrap: 'anywhere' }}>
          {secret}
        </Code>
        <CopyButton value={secret}>
          {({ copied, copy }) => (
            <Button
              size="compact-sm"
              variant="default"
              leftSection={copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
              onClick={copy}
            >
              {copied ? words.copied : words.copy}
            </Button>
          )}
        </CopyButton>
      </Group>
    </Alert>
  );
}
