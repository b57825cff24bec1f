import { Badge, Button, Collapse, Group, List, Paper, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Difference } from '../../../api/configuration.ts';
import { useLanguage } from '../../../words/language.ts';
import { useWords } from '../../../words/words.ts';
import { versionsWords } from '../versions-words.ts';
import { changeWords } from './change-words.ts';
import { sentencesOf, titleOf } from './describe-change.ts';
import { SideBySide } from './side-by-side.tsx';

interface ChangeCardProps {
  readonly difference: Difference;
  /** The screens on which a keyboard or a button is shown. */
  readonly shownOn?: readonly string[] | undefined;
  /** Who did it, and when. */
  readonly by?: string | undefined;
  readonly actions?: ReactNode;
}

const colors = { added: 'teal.9', removed: 'red.9', changed: 'blue.9', moved: 'gray.7' } as const;

/** One entry that is different: what of it, in sentences, and side by side on demand. */
export function ChangeCard({ difference, shownOn = [], by, actions }: ChangeCardProps) {
  const words = useWords(changeWords);
  const own = useWords(versionsWords);
  const { language } = useLanguage();
  const [isOpen, { toggle }] = useDisclosure(false);
  const title = titleOf(difference, words);
  const sentences = sentencesOf(difference, { words, language });
  const Chevron = isOpen ? IconChevronUp : IconChevronDown;
  return (
    <Paper component="li" withBorder p="sm">
      <Group gap="xs" align="flex-start">
        <Badge color={colors[difference.change]}>{words[difference.change]}</Badge>
        <Text fw={600} flex={1} miw={160} style={{ overflowWrap: 'anywhere' }}>
          {title}
        </Text>
      </Group>
      {sentences.length > 0 && (
        <List size="sm" mt={6} withPadding>
          {sentences.map((sentence) => (
            <List.Item key={sentence}>{sentence}</List.Item>
          ))}
        </List>
      )}
      {shownOn.length > 0 && (
        <Text size="sm" c="dimmed" mt={4}>
          {words.shownOn(shownOn.join(', '))}
        </Text>
      )}
      <Group gap="xs" mt={6} justify="space-between">
        <Text size="sm" c="dimmed">
          {by}
        </Text>
        <Group gap={4}>
          {difference.fields.length > 0 && (
            <Button
              variant="subtle"
              size="compact-sm"
              rightSection={<Chevron size={16} aria-hidden />}
              aria-expanded={isOpen}
              aria-label={own.sideBySideOf(title)}
              onClick={toggle}
            >
              {own.sideBySide}
            </Button>
          )}
          {actions}
        </Group>
      </Group>
      <Collapse expanded={isOpen}>
        {/* What is closed need not be there: the words of long texts take time to compare. */}
        {isOpen && <SideBySide difference={difference} />}
      </Collapse>
    </Paper>
  );
}
