import { Anchor, Button, Code, Group, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { PreviewAnswer, PreviewEvent, StepView } from '../../../../src/preview/schema.ts';
import { registryQuery } from '../../api/configuration.ts';
import { locales, useFormat } from '../../words/format.ts';
import { useLanguage } from '../../words/language.ts';
import { useWords } from '../../words/words.ts';
import type { PreviewStep } from './preview-state.ts';
import { previewWords } from './preview-words.ts';
import type { Preview } from './use-preview.ts';

/** Who answered each step and what they did, and what is known about the person now. */
export function Inspector({ preview, answer }: { readonly preview: Preview; readonly answer: PreviewAnswer }) {
  const words = useWords(previewWords);
  const { language } = useLanguage();
  const format = useFormat();
  const { steps, values, now, time_zone: timeZone } = answer;
  const moment = (at: string): string =>
    new Date(at).toLocaleString(locales[language], { dateStyle: 'medium', timeStyle: 'short', timeZone });
  function shown({ name, type, value }: PreviewAnswer['values'][number]): string {
    if (name.endsWith('.language') && (value === 'ru' || value === 'en')) return words.languages[value];
    if (typeof value === 'boolean') return value ? words.yes : words.no;
    if (type === 'seconds' && typeof value === 'number') return format.duration(value);
    return type === 'moment' && typeof value === 'string' ? moment(value) : String(value);
  }
  const variables = steps.at(-1)?.variables ?? [];
  return (
    <Stack gap="lg">
      <Text size="sm" c="dimmed">
        {words.now(`${moment(now)} (${timeZone})`)}
      </Text>
      <Stack component="section" gap="xs">
        <Title order={2} size="h5">
          {words.steps}
        </Title>
        {steps.length === 0 && <Text c="dimmed">{words.noSteps}</Text>}
        {[...steps.entries()].toReversed().map(([index, step]) => (
          <StepCard key={index} index={index} step={step} preview={preview} isLast={index === steps.length - 1} />
        ))}
      </Stack>
      <Stack component="section" gap="xs">
        <Title order={2} size="h5">
          {words.variables}
        </Title>
        {variables.length === 0 ? (
          <Text c="dimmed">{words.noVariables}</Text>
        ) : (
          <Pairs
            label={words.variables}
            pairs={variables.map(({ name, value, scope }) => ({
              name: scope === 'person' ? `vars.${name}` : name,
              value: typeof value === 'string' ? value : JSON.stringify(value),
              note: scope === 'person' ? words.scopePerson : words.scopeQuestion,
            }))}
          />
        )}
      </Stack>
      {values.length > 0 && (
        <Stack component="section" gap="xs">
          <Title order={2} size="h5">
            {words.values}
          </Title>
          <Pairs
            label={words.values}
            pairs={values.map((value) => ({
              title: briefly(value.words[language]),
              name: value.name,
              value: shown(value),
            }))}
          />
        </Stack>
      )}
    </Stack>
  );
}

interface StepCardProps {
  readonly preview: Preview;
  readonly index: number;
  readonly step: StepView;
  readonly isLast: boolean;
}

function StepCard({ preview, index, step, isLast }: StepCardProps) {
  const words = useWords(previewWords);
  const format = useFormat();
  const sent = preview.state.steps[index];
  const passed = words.passed(format.duration(sent?.after ?? 0));
  // What has waited goes on as what it was; only an answer that comes to a question begins a step.
  const deeds = step.events
    .filter((event) => event.kind === 'action')
    .filter((deed, place) => place === 0 || !deed.is_resumed);
  const troubles = step.events.filter((event) => event.kind === 'problem');
  return (
    <Stack gap={4} pb="xs" style={{ borderBottom: '1px solid var(--mantine-color-default-border)' }}>
      <Group gap="xs" justify="space-between" wrap="nowrap">
        <Text fw={600} truncate>
          {index + 1}. {sent && deedOf(sent, words.shared, passed)}
        </Text>
        {!isLast && (
          <Button size="compact-xs" variant="subtle" onClick={() => preview.goBackTo(index + 1)}>
            {words.toStep}
          </Button>
        )}
      </Group>
      {step.event !== null && (
        <Text size="sm">{step.entry === null ? words.nobody : <EntryLink entry={step.entry} />}</Text>
      )}
      {deeds.map((deed, place) => (
        <DeedLine key={place} deed={deed} />
      ))}
      {troubles.map(({ code, text }, place) => (
        <Text key={place} size="sm" c="red">
          {code === 'endless' ? words.endless(text) : `${words[code]}: ${text}`}
        </Text>
      ))}
    </Stack>
  );
}

/** What a step did, with a sentence on what that is. */
function DeedLine({ deed }: { readonly deed: Extract<PreviewEvent, { kind: 'action' }> }) {
  const { language } = useLanguage();
  const { data: registry } = useQuery(registryQuery);
  const title = registry?.find(({ name }) => name === deed.action)?.title[language];
  return (
    <Text size="xs" c="dimmed" pl="sm">
      {title ?? deed.action} · {deed.entry.name}
    </Text>
  );
}

type EntryView = NonNullable<StepView['entry']>;

function EntryLink({ entry: { kind, name, id } }: { readonly entry: EntryView }) {
  const words = useWords(previewWords);
  if (id === null)
    return (
      <>
        {words.answered} {name}
      </>
    );
  return (
    <>
      {words.answered}{' '}
      <Anchor
        size="sm"
        underline="always"
        renderRoot={(props) => <Link to="/editor" search={{ entry: `${kind}/${id}` }} {...props} />}
        aria-label={words.edit(name)}
      >
        {name}
      </Anchor>
    </>
  );
}

/** Words without what they explain to whoever writes templates: «язык: ru или en». */
function briefly(words: string): string {
  return words.replace(/[:;].*$/s, '');
}

interface Pair {
  /** What people call it; without it its name is all there is. */
  readonly title?: string;
  readonly name: string;
  readonly value: string;
  readonly note?: string;
}

function Pairs({ label, pairs }: { readonly label: string; readonly pairs: readonly Pair[] }) {
  return (
    <Table aria-label={label} fz="sm" layout="fixed">
      <Table.Tbody>
        {pairs.map(({ title, name, value, note }) => (
          <Table.Tr key={`${name} ${note}`}>
            <Table.Td style={{ overflowWrap: 'anywhere' }}>
              {title === undefined ? (
                <Code>{name}</Code>
              ) : (
                <>
                  <Text size="sm">{title}</Text>
                  <Text size="xs" c="dimmed" ff="monospace">
                    {name}
                  </Text>
                </>
              )}
              {note !== undefined && (
                <Text size="xs" c="dimmed">
                  {note}
                </Text>
              )}
            </Table.Td>
            <Table.Td style={{ overflowWrap: 'anywhere' }}>{value}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

type Shared = 'contact' | 'location' | 'photo';

function deedOf(step: PreviewStep, shared: Readonly<Record<Shared, string>>, passed: string): string {
  if (step.kind === 'text') return step.text;
  if (step.kind === 'time') return passed;
  return step.kind === 'press' ? `[${step.label}]` : shared[step.kind];
}
