import { Anchor, Badge, Group, List, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { draftQuery, type CheckProblem } from '../../api/configuration.ts';
import { useLanguage } from '../../words/language.ts';
import { useWords } from '../../words/words.ts';
import { changeWords } from './changes/change-words.ts';
import { problemPlace } from './problem-place.ts';
import { versionsWords } from './versions-words.ts';

/** What is wrong and where, what to do about it, and the way there; errors first. */
export function ProblemList({ problems }: { readonly problems: readonly CheckProblem[] }) {
  const words = useWords(versionsWords);
  const said = useWords(changeWords);
  const { language } = useLanguage();
  const { data: draft } = useQuery(draftQuery);
  const sorted = problems.toSorted((one, other) => one.severity.localeCompare(other.severity));
  return (
    <List listStyleType="none" spacing="md">
      {sorted.map((problem) => {
        const { code, path, severity, message, proposal, entry, line } = problem;
        const place = problemPlace(problem, draft?.entries ?? [], said);
        return (
          <List.Item key={`${code} ${path} ${message.en}`} styles={{ itemWrapper: { width: '100%' } }}>
            <Stack gap={2}>
              <Group gap="xs" wrap="nowrap" align="flex-start">
                <Badge autoContrast color={severity === 'error' ? 'red.9' : 'yellow.4'} style={{ flexShrink: 0 }}>
                  {severity === 'error' ? words.error : words.warning}
                </Badge>
                <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                  {[place, ...(line === null ? [] : [words.line(line)])].filter((part) => part !== '').join(' · ')}
                </Text>
              </Group>
              <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
                {message[language]}
              </Text>
              <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                {proposal && `${asSentence(proposal[language])} `}
                {entry && (
                  <Anchor
                    size="sm"
                    aria-label={words.mendOf(place)}
                    renderRoot={(props) => (
                      <Link to="/editor" search={{ entry: `${entry.kind}/${entry.id}` }} {...props} />
                    )}
                  >
                    {words.mend}
                  </Anchor>
                )}
              </Text>
            </Stack>
          </List.Item>
        );
      })}
    </List>
  );
}

/** Proposals end without a stop, as fields of forms have them. */
function asSentence(text: string): string {
  return /[.?!…]$/.test(text) ? text : `${text}.`;
}
