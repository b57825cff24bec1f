import { Anchor, Badge, Group, List, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { CheckProblem } from '../../api/configuration.ts';
import { useLanguage } from '../../words/language.ts';
import { useWords } from '../../words/words.ts';
import { versionsWords } from './versions-words.ts';

/** What is wrong, what to do about it, and the way to its place; errors first. */
export function ProblemList({ problems }: { readonly problems: readonly CheckProblem[] }) {
  const words = useWords(versionsWords);
  const { language } = useLanguage();
  const sorted = problems.toSorted((one, other) => one.severity.localeCompare(other.severity));
  return (
    <List listStyleType="none" spacing="sm">
      {sorted.map(({ code, path, severity, message, proposal, entry, line }) => (
        <List.Item key={`${code} ${path} ${message.en}`} styles={{ itemWrapper: { width: '100%' } }}>
          <Group gap="xs" align="flex-start" wrap="nowrap">
            <Badge autoContrast color={severity === 'error' ? 'red.9' : 'yellow.4'} style={{ flexShrink: 0 }}>
              {severity === 'error' ? words.error : words.warning}
            </Badge>
            <Stack gap={2} miw={0}>
              <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                {message[language]}
              </Text>
              {proposal && (
                <Text size="sm" c="dimmed">
                  {proposal[language]}
                </Text>
              )}
              <Group gap="xs">
                {line !== null && (
                  <Text size="xs" c="dimmed">
                    {words.line(line)}
                  </Text>
                )}
                {entry && (
                  <Anchor
                    size="sm"
                    aria-label={words.mendOf(path)}
                    renderRoot={(props) => (
                      <Link to="/editor" search={{ entry: `${entry.kind}/${entry.id}` }} {...props} />
                    )}
                  >
                    {words.mend}
                  </Anchor>
                )}
              </Group>
            </Stack>
          </Group>
        </List.Item>
      ))}
    </List>
  );
}
