import { Anchor, Button, Fieldset, Group, Popover, Stack, Text } from '@mantine/core';
import { IconShieldCheck, IconShieldX } from '@tabler/icons-react';
import { useState } from 'react';
import { useLanguage } from '../../words/language.ts';
import { useWords } from '../../words/words.ts';
import { useEditor } from './editor-context.ts';
import classes from './editor.module.css';
import { editorWords } from './editor-words.ts';
import { ProblemList } from './problem-list.tsx';
import type { CheckStanding } from './use-draft-editor.ts';
import { isSameEntry } from './workbench/entry.ts';
import { useTitleOf } from './use-title-of.ts';

/** How many problems the check finds in all of the draft; a click tells which they are and leads to them. */
export function CheckState({ check }: { readonly check: CheckStanding }) {
  const words = useWords(editorWords);
  const { problems } = useEditor();
  const [isOpen, setOpen] = useState(false);
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const warnings = problems.length - errors;
  if (check !== 'checked' || problems.length === 0)
    return (
      <Group gap={4} wrap="nowrap" className={classes['sign'] ?? ''}>
        <IconShieldCheck size={16} aria-hidden />
        <Text size="sm" c="dimmed" role="status">
          {check === 'checked' ? words.checkFine : words[check]}
        </Text>
      </Group>
    );
  return (
    <div role="status">
      <Popover opened={isOpen} onChange={setOpen} position="bottom-start" withinPortal trapFocus>
        <Popover.Target>
          <Button
            className={classes[errors > 0 ? 'error' : 'warning'] ?? ''}
            variant="subtle"
            color="gray"
            size="compact-sm"
            leftSection={<IconShieldX size={16} aria-hidden />}
            onClick={() => setOpen((before) => !before)}
          >
            {errors > 0 ? words.errors(errors) : words.warnings(warnings)}
          </Button>
        </Popover.Target>
        <Popover.Dropdown
          maw="min(92vw, 440px)"
          mah="60dvh"
          style={{ overflowY: 'auto' }}
          aria-label={words.checkFound}
        >
          <Found onLeave={() => setOpen(false)} />
        </Popover.Dropdown>
      </Popover>
    </div>
  );
}

/** What is about the whole bot with what mends it, and the way to every entry that has something. */
function Found({ onLeave }: { readonly onLeave: () => void }) {
  const words = useWords(editorWords);
  const { language } = useLanguage();
  const titleOf = useTitleOf();
  const { entries, problems, open } = useEditor();
  const loose = problems.filter(({ entry }) => entry === null);
  const troubled = entries.filter((entry) => problems.some((problem) => isSameEntry(entry, problem.entry)));
  return (
    <Fieldset variant="unstyled" legend={words.checkFound}>
      <Stack gap="sm">
        <ProblemList problems={loose} />
        {troubled.map((entry) => (
          <div key={`${entry.kind}/${entry.id}`}>
            <Anchor
              component="button"
              size="sm"
              onClick={() => {
                onLeave();
                open(entry);
              }}
            >
              {titleOf(entry).title}
            </Anchor>
            {problems
              .filter((problem) => isSameEntry(entry, problem.entry))
              .map(({ message }, index) => (
                <Text key={index} size="sm">
                  {message[language]}
                </Text>
              ))}
          </div>
        ))}
      </Stack>
    </Fieldset>
  );
}
