import { ActionIcon, Group, Progress, Select, Stack, Table, Text } from '@mantine/core';
import { IconArrowUp, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { csvOf, funnelAt, offersAt, type Asked } from '../../api/figure-addresses.ts';
import { figureQuery } from '../../api/statistics.ts';
import { Figure } from '../../charts/figure.tsx';
import { useSeenFigure } from '../../charts/use-seen-figure.ts';
import { useAddress } from '../../parts/use-address.ts';
import { useFormat } from '../../words/format.ts';
import { useWords } from '../../words/words.ts';
import { statisticsWords } from './statistics-words.ts';

const mostSteps = 8;
/** Stands between steps in the address; patterns have no line breaks. */
const separator = '\n';

/** How many people get from one step to the next, over steps that are picked in their order. */
export function FunnelFigure({ asked }: { readonly asked: Asked }) {
  const words = useWords(statisticsWords);
  const format = useFormat();
  const [{ funnel = '' }, change] = useAddress(['funnel']);
  const steps = funnel.split(separator).filter((step) => step !== '');
  const choose = (chosen: readonly string[]) => change({ funnel: chosen.join(separator) || undefined });
  const address = funnelAt(asked, steps);
  const seen = useSeenFigure(figureQuery('funnel', address), steps.length > 1);
  return (
    <Figure
      title={words.funnel}
      about={words.funnelAbout}
      {...seen}
      csv={csvOf(address)}
      hint={steps.length > 1 ? undefined : words.funnelPick}
      isEmpty={() => false}
      controls={<FunnelSteps asked={asked} steps={steps} isSeen={seen.isSeen} onChange={choose} />}
      height={120}
      table={(data) => ({
        columns: [words.step, words.people, words.ofFirst, words.ofPrevious],
        rows: data.steps.map(({ step, people, share, share_of_previous: previous }) => [
          stepName(step),
          people,
          format.percent(share),
          format.percent(previous),
        ]),
      })}
    >
      {(data) => (
        <Table>
          <Table.Tbody>
            {data.steps.map(({ step, people, share, share_of_previous: previous }) => (
              <Table.Tr key={step}>
                <Table.Td style={{ overflowWrap: 'anywhere' }}>
                  {stepName(step)}
                  <Progress value={100 * share} size="lg" aria-hidden />
                </Table.Td>
                <Table.Td>{format.number(people)}</Table.Td>
                <Table.Td>{format.percent(share)}</Table.Td>
                <Table.Td c="dimmed">{format.percent(previous)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Figure>
  );
}

const stepName = (step: string) => step.replace(/^handler:/, '');

interface FunnelStepsProps {
  readonly asked: Asked;
  readonly steps: readonly string[];
  /** What is offered is asked for then. */
  readonly isSeen: boolean;
  readonly onChange: (steps: readonly string[]) => void;
}

/** The steps of a funnel: what answered people lately is offered, the most frequent first. */
function FunnelSteps({ asked, steps, isSeen, onChange }: FunnelStepsProps) {
  const words = useWords(statisticsWords);
  const { data } = useQuery({ ...figureQuery('activity', offersAt(asked)), enabled: isSeen });
  const offers = (data?.series ?? [])
    .flatMap(({ key }) => (key === null ? [] : [{ value: `handler:${key}`, label: key }]))
    .filter(({ value }) => !steps.includes(value));
  return (
    <Stack gap={4} mb="sm">
      {steps.map((step, place) => (
        <Group key={step} gap="xs" wrap="nowrap">
          <Text size="sm" style={{ flex: 1, overflowWrap: 'anywhere' }}>
            {words.funnelStep(place + 1)}: {stepName(step)}
          </Text>
          {place > 0 && (
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={words.funnelUp(stepName(step))}
              onClick={() => onChange(movedUp(steps, place))}
            >
              <IconArrowUp size={16} aria-hidden />
            </ActionIcon>
          )}
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={words.funnelRemove(stepName(step))}
            onClick={() => onChange(steps.filter((one) => one !== step))}
          >
            <IconX size={16} aria-hidden />
          </ActionIcon>
        </Group>
      ))}
      {steps.length < mostSteps && (
        <Select
          key={steps.length}
          size="xs"
          searchable
          limit={100}
          aria-label={words.funnelAdd}
          placeholder={words.funnelAdd}
          data={offers}
          value={null}
          onChange={(value) => value !== null && onChange([...steps, value])}
        />
      )}
    </Stack>
  );
}

function movedUp(steps: readonly string[], place: number): string[] {
  const [before = '', step = ''] = steps.slice(place - 1, place + 1);
  return steps.toSpliced(place - 1, 2, step, before);
}
