import { ActionIcon, Alert, Button, Group, Paper, Stack, Text, TextInput, ThemeIcon } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconReplace, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useLanguage } from '../../words/language.ts';
import { useWords } from '../../words/words.ts';
import type { ActionDescription, Json } from '../configuration.ts';
import { FieldProblems } from '../field-problems.tsx';
import { IconButton } from '../icon-button.tsx';
import { problemsAt, type FieldProblem } from '../problems.ts';
import { TargetField } from '../target/target-field.tsx';
import { ActionPicker } from './action-picker.tsx';
import { ArgumentField } from './argument-field.tsx';
import { argumentsOf } from './argument-schema.ts';
import type { StepSurroundings } from './surroundings.ts';
import { shownFields } from './fields-shown.ts';
import { readTyped, readStep, stepOf, type Step } from './steps.ts';
import { readTarget } from '../screens.ts';
import { textOf } from './step-words.ts';
import { stepsWords } from './steps-words.ts';

interface StepCardProps {
  readonly number: number;
  readonly step: Step;
  readonly onChange: (step: Step) => void;
  /** Nothing: it stands at that end, or is the only one. */
  readonly onUp: (() => void) | undefined;
  readonly onDown: (() => void) | undefined;
  readonly onRemove: (() => void) | undefined;
  readonly problems: readonly FieldProblem[];
  readonly around: StepSurroundings;
}

/** One step: what it does in a sentence, and its arguments. */
export function StepCard({ number, step, onChange, onUp, onDown, onRemove, problems, around }: StepCardProps) {
  const words = useWords(stepsWords);
  const { language } = useLanguage();
  const action = around.registry.find(({ name }) => name === step.name);
  const title = action?.title[language] ?? step.name;
  const moves = [
    { by: -1, label: words.up(number), Icon: IconArrowUp, act: onUp },
    { by: 1, label: words.down(number), Icon: IconArrowDown, act: onDown },
    { by: 0, label: words.remove(number), Icon: IconTrash, act: onRemove },
  ];
  return (
    <Paper withBorder p="sm" role="group" aria-label={words.step(number, title)} tabIndex={-1} data-step={number - 1}>
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap" align="flex-start" gap="xs">
          <Group gap="xs" wrap="nowrap" align="flex-start">
            <ThemeIcon variant="light" radius="xl" size={26} aria-hidden>
              {number}
            </ThemeIcon>
            <div>
              <Text size="sm" fw={600}>
                {title}
              </Text>
              {action !== undefined && (
                <Text size="xs" c="dimmed">
                  {action.summary[language]}
                </Text>
              )}
            </div>
          </Group>
          {!around.isReadOnly && (
            <Group gap={2} wrap="nowrap">
              <ActionPicker
                registry={around.registry}
                onPick={(picked) => onChange(stepOf(picked.name, kept(step, picked)))}
              >
                {(open) => (
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={words.replace}
                    title={words.replace}
                    onClick={open}
                  >
                    <IconReplace size={16} aria-hidden />
                  </ActionIcon>
                )}
              </ActionPicker>
              {moves.map(({ by, label, Icon, act }) => (
                <IconButton key={by} color="gray" label={label} Icon={Icon} onClick={act} data-at={by} />
              ))}
            </Group>
          )}
        </Group>
        {action === undefined && <Alert color="yellow">{words.unknown(step.name)}</Alert>}
        {action === undefined || step.fields === null ? (
          <SourceOfStep step={step} onChange={onChange} isReadOnly={around.isReadOnly} />
        ) : (
          <StepFields action={action} fields={step.fields} onChange={onChange} problems={problems} around={around} />
        )}
        <FieldProblems problems={problems.filter(({ place }) => place.length === 0)} />
      </Stack>
    </Paper>
  );
}

interface StepFieldsProps extends Pick<StepCardProps, 'onChange' | 'problems' | 'around'> {
  readonly action: ActionDescription;
  readonly fields: NonNullable<Step['fields']>;
}

function StepFields({ action, fields, onChange, problems, around }: StepFieldsProps) {
  const words = useWords(stepsWords);
  const { language } = useLanguage();
  const [isOpen, setOpen] = useState(false);
  const isCaught = action.failures.length > 0 || fields['on_failure'] !== undefined;
  const all = argumentsOf(action, language).filter(({ name }) => isCaught || name !== 'on_failure');
  const isJump = action.name === 'goto';
  const { first, more } = shownFields(isJump ? all.filter(({ name }) => name === 'on_failure') : all, fields);
  const put = (name: string, value: Json | undefined) => onChange(stepOf(action.name, { ...fields, [name]: value }));
  return (
    <>
      {isJump && (
        <TargetField
          label={words.goto}
          value={`${textOf(fields['to'])} ${textOf(fields['args'])}`.trim()}
          onChange={(target) => {
            const { name: to, words: args } = readTarget(target);
            onChange(stepOf('goto', { ...fields, to, args }));
          }}
          callbacks={around.callbacks}
          handlers={around.handlers}
          registry={around.registry}
          vocabulary={around.variables}
          onNewScreen={around.onNewScreen}
          newShows="send"
          isReadOnly={around.isReadOnly}
        />
      )}
      {[...first, ...(isOpen ? more : [])].map((argument) => (
        <ArgumentField
          key={argument.name}
          argument={argument}
          value={fields[argument.name]}
          onChange={(value) => put(argument.name, value)}
          problems={problemsAt(problems, argument.name)}
          around={around}
        />
      ))}
      {more.length > 0 && (
        <Button
          size="compact-xs"
          variant="subtle"
          w="fit-content"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? words.less : words.more}
        </Button>
      )}
    </>
  );
}

/** What no form can show stays as it is written. */
function SourceOfStep({
  step,
  onChange,
  isReadOnly,
}: Pick<StepCardProps, 'step' | 'onChange'> & { readonly isReadOnly: boolean }) {
  const words = useWords(stepsWords);
  const { source } = step;
  if (typeof source === 'string')
    return (
      <TextInput
        label={words.words}
        value={source}
        readOnly={isReadOnly}
        spellCheck={false}
        onChange={(event) => onChange(readStep(event.currentTarget.value))}
      />
    );
  return (
    <TextInput
      label={words.json}
      value={JSON.stringify(source)}
      readOnly={isReadOnly}
      spellCheck={false}
      onChange={(event) => {
        const typed = readTyped(`[${event.currentTarget.value}]`);
        const [changed] = typeof typed === 'string' ? [] : typed;
        if (changed !== undefined) onChange(readStep(changed));
      }}
    />
  );
}

/** What another action understands of what was filled in for this one. */
function kept({ fields }: Step, { arguments: { properties } }: ActionDescription): Record<string, Json> {
  const names = Object.keys(properties ?? {});
  return Object.fromEntries(Object.entries(fields ?? {}).filter(([name]) => names.includes(name)));
}
