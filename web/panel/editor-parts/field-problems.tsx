import { Group, Stack, Text } from '@mantine/core';
import { IconAlertCircle, IconAlertTriangle } from '@tabler/icons-react';
import { useLanguage } from '../words/language.ts';
import classes from './editor-parts.module.css';
import type { FieldProblem } from './problems.ts';

/** What the check says about a field, under it. */
export function FieldProblems({ problems, id }: { readonly problems: readonly FieldProblem[]; readonly id?: string }) {
  const { language } = useLanguage();
  if (problems.length === 0) return null;
  return (
    <Stack gap={4} {...(id !== undefined && { id })}>
      {problems.map(({ severity, message, proposal }, index) => (
        <Group key={index} gap={6} wrap="nowrap" align="flex-start" className={classes[severity]}>
          {severity === 'error' ? (
            <IconAlertCircle size={16} aria-hidden className={classes['sign']} />
          ) : (
            <IconAlertTriangle size={16} aria-hidden className={classes['sign']} />
          )}
          <Text size="sm" c="inherit">
            {message[language]}
            {proposal !== null && `. ${proposal[language]}`}
          </Text>
        </Group>
      ))}
    </Stack>
  );
}

/** A field's own `error`, for inputs that have one. */
export function useProblemText(problems: readonly FieldProblem[]): string | undefined {
  const { language } = useLanguage();
  const said = problems.map(({ message, proposal }) => [message, proposal].flatMap((each) => each?.[language] ?? []));
  return said.length === 0 ? undefined : said.map((sentences) => sentences.join('. ')).join(' ');
}
