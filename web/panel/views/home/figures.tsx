import { Anchor, Group, SimpleGrid, Stack, Text, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMay } from '../../api/session.ts';
import { Section } from '../../parts/section.tsx';
import { Failed, Loading } from '../../parts/states.tsx';
import { useFormat } from '../../words/format.ts';
import { useWords } from '../../words/words.ts';
import { nowQuery, todayQuery } from './home-queries.ts';
import { homeWords } from './home-words.ts';
import classes from './home.module.css';

/** How today goes, in four figures, and the last half hour. */
export function Figures() {
  const words = useWords(homeWords);
  const format = useFormat();
  const mayRead = useMay('statistics:read');
  const today = useQuery({ ...todayQuery, enabled: mayRead });
  const now = useQuery({ ...nowQuery, enabled: mayRead });
  if (!mayRead) return null;
  return (
    <Section title={words.today}>
      {today.data && now.data ? (
        <>
          <SimpleGrid cols={{ base: 2, sm: 4 }}>
            <Figure
              name={words.people}
              value={format.number(today.data.users.total.active)}
              note={words.newPeople(today.data.users.total.new)}
            />
            <Figure
              name={words.uses}
              value={format.number(today.data.activity.total)}
              note={words.dayBefore(format.number(today.data.activity.previous_total))}
            />
            <Figure
              name={words.tracked}
              value={format.duration(today.data.tracked.total.seconds)}
              note={words.sessions(today.data.tracked.total.sessions)}
            />
            <Figure name={words.running} value={format.number(now.data.running)} note={words.paused(now.data.paused)} />
          </SimpleGrid>
          <HalfHour minutes={now.data.minutes} />
          <Group>
            <Anchor renderRoot={(props) => <Link to="/statistics" {...props} />}>{words.allFigures}</Anchor>
          </Group>
        </>
      ) : today.isError || now.isError ? (
        <Failed error={today.error ?? now.error} retry={() => void Promise.all([today.refetch(), now.refetch()])} />
      ) : (
        <Loading />
      )}
    </Section>
  );
}

interface FigureProps {
  readonly name: string;
  readonly value: string;
  readonly note: string;
}

function Figure({ name, value, note }: FigureProps) {
  return (
    <Stack gap={0}>
      <Text fw={650} size="xl" style={{ whiteSpace: 'nowrap' }}>
        {value}
      </Text>
      <Text size="sm">{name}</Text>
      <Text size="sm" c="dimmed">
        {note}
      </Text>
    </Stack>
  );
}

/** Interactions a minute, as bars; said in words for who does not see them. */
function HalfHour({ minutes }: { readonly minutes: readonly number[] }) {
  const words = useWords(homeWords);
  const most = Math.max(...minutes, 1);
  return (
    <div>
      <Text size="sm" c="dimmed">
        {words.lastHalfHour}
      </Text>
      <VisuallyHidden>{minutes.join(', ')}</VisuallyHidden>
      <div className={classes['bars']} aria-hidden>
        {minutes.map((count, index) => (
          <div
            key={index}
            className={classes['bar']}
            data-empty={count === 0 || undefined}
            style={{ height: `${(count / most) * 100}%` }}
            title={String(count)}
          />
        ))}
      </div>
    </div>
  );
}
