import { Anchor, CloseButton, Group, Paper, Stack, Text, ThemeIcon, Title, VisuallyHidden } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useRef, useState, type ReactNode } from 'react';
import { useMay } from '../../api/session.ts';
import { useWords } from '../../words/words.ts';
import { firstStepsQuery } from './home-queries.ts';
import { homeWords } from './home-words.ts';
import { PublishStep } from './publish-step.tsx';
import { RenameStep } from './rename-step.tsx';

const storedAs = 'minuta.first-steps';

/**
 * The guided first change. Each step is ticked when it has really happened, wherever it was done. Where all of it had
 * happened before somebody came, there is nothing to guide.
 */
export function FirstSteps() {
  const words = useWords(homeWords).steps;
  const mayWrite = useMay('config:write');
  const mayPublish = useMay('config:publish');
  const [isHidden, setHidden] = useState(() => localStorage.getItem(storedAs) !== null);
  const [label, setLabel] = useState<string | null>(null);
  const { data: steps } = useQuery({ ...firstStepsQuery, enabled: !isHidden && mayWrite });
  const wasUnfinished = useRef(false);
  if (steps && !steps.is_tapped) wasUnfinished.current = true;
  if (isHidden || !mayWrite || !steps || !wasUnfinished.current) return null;
  const hide = () => {
    localStorage.setItem(storedAs, 'hidden');
    setHidden(true);
  };
  const { is_changed: isChanged, is_published: isPublished, is_tapped: isTapped } = steps;
  return (
    <Paper component="section" withBorder p="lg" aria-label={words.title}>
      <Stack>
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <div>
            <Title order={2} size="h4">
              {words.title}
            </Title>
            <Text c="dimmed">{words.about}</Text>
          </div>
          <CloseButton aria-label={words.close} onClick={hide} />
        </Group>
        <Step number={1} name={words.rename} isDone={isChanged} isNext={!isChanged}>
          {isChanged ? !isPublished && words.renamed : <RenameStep onRenamed={setLabel} />}
        </Step>
        <Step number={2} name={words.publish} isDone={isPublished} isNext={isChanged && !isPublished}>
          {isChanged && !isPublished && (mayPublish ? <PublishStep /> : words.viewer)}
        </Step>
        <Step number={3} name={words.tap} isDone={isTapped} isNext={isPublished && !isTapped}>
          {isPublished && !isTapped && (
            <>
              {words.tapAbout(label)}{' '}
              <Anchor href="#chat" underline="always">
                {words.toChat}
              </Anchor>
            </>
          )}
        </Step>
        <div role="status">
          {isTapped && (
            <>
              <Text fw={600}>{words.finished}</Text>
              <Text>
                {words.next}{' '}
                <Anchor
                  underline="always"
                  renderRoot={(props) => <Link to="/versions" search={{ ask: 'empty' }} {...props} />}
                >
                  {words.own}
                </Anchor>
              </Text>
            </>
          )}
        </div>
      </Stack>
    </Paper>
  );
}

interface StepProps {
  readonly number: number;
  readonly name: string;
  readonly isDone: boolean;
  readonly isNext: boolean;
  readonly children: ReactNode;
}

function Step({ number, name, isDone, isNext, children }: StepProps) {
  const words = useWords(homeWords).steps;
  return (
    <Group wrap="nowrap" align="flex-start" {...(isNext && { 'aria-current': 'step' as const })}>
      <ThemeIcon radius="xl" size={28} color={isDone ? 'teal.9' : isNext ? 'blue' : 'gray.7'} aria-hidden>
        {isDone ? <IconCheck size={18} /> : number}
      </ThemeIcon>
      <Stack gap={6} flex={1} miw={0}>
        <Text fw={600}>
          {name}
          {isDone && <VisuallyHidden>: {words.done}</VisuallyHidden>}
        </Text>
        <div>{children}</div>
      </Stack>
    </Group>
  );
}
