import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import { IconAlertCircle, IconAlertTriangle, IconTool } from '@tabler/icons-react';
import type { CheckProblem } from '../../api/configuration.ts';
import { notifyDone } from '../../parts/notify.ts';
import { useLanguage } from '../../words/language.ts';
import { useWords } from '../../words/words.ts';
import { useEditor } from './editor-context.ts';
import classes from './editor.module.css';
import { editorWords } from './editor-words.ts';
import { fixesFor, type Fix } from './rules/fixes.ts';
import { toolWords } from './tool-words.ts';
import { isSameEntry } from './workbench/entry.ts';

/** Problems of the check in words, each with what mends it by a click. */
export function ProblemList({ problems }: { readonly problems: readonly CheckProblem[] }) {
  const { entries, canWrite } = useEditor();
  const { newScreenText } = useWords(toolWords);
  if (problems.length === 0) return null;
  return (
    <Stack gap="xs">
      {problems.map((problem, index) => {
        const entry = entries.find((each) => isSameEntry(each, problem.entry));
        const fixes = canWrite ? fixesFor({ problem, entry, entries, first: { screen: newScreenText } }) : [];
        return <ProblemLine key={index} problem={problem} fixes={fixes} />;
      })}
    </Stack>
  );
}

function ProblemLine({ problem, fixes }: { readonly problem: CheckProblem; readonly fixes: readonly Fix[] }) {
  const { language } = useLanguage();
  const states = useWords(editorWords);
  const { remedies, entryGone } = useWords(toolWords);
  const { carryOut, open } = useEditor();
  const { severity, message, proposal } = problem;
  const isError = severity === 'error';
  const Sign = isError ? IconAlertCircle : IconAlertTriangle;
  const mend = async ({ remedy, about, steps, opens }: Fix) => {
    const added = await carryOut(steps);
    if (remedy === 'deleteEntry') notifyDone(entryGone(about));
    if (opens && added !== null) open(added);
  };
  return (
    <Paper withBorder p="xs">
      <Group gap="xs" wrap="nowrap" align="flex-start">
        <span
          role="img"
          aria-label={isError ? states.errors(1) : states.warnings(1)}
          className={`${classes['sign']} ${classes[severity]}`}
        >
          <Sign size={18} aria-hidden />
        </span>
        <Stack gap={6} flex={1}>
          <Text size="sm">
            {message[language]}
            {proposal !== null && `. ${proposal[language]}`}
          </Text>
          {fixes.length > 0 && (
            <Group gap="xs">
              {fixes.map((fix) => (
                <Button
                  key={fix.remedy}
                  size="compact-sm"
                  variant="light"
                  leftSection={<IconTool size={14} aria-hidden />}
                  onClick={() => void mend(fix)}
                >
                  {remedies[fix.remedy](fix.about)}
                </Button>
              ))}
            </Group>
          )}
        </Stack>
      </Group>
    </Paper>
  );
}
