import { Alert, Button, Center, Group, Loader, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { IconAlertTriangle, IconMapOff, IconPlugConnectedX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useEffect, type ReactNode } from 'react';
import { Problem, Unreachable } from '../api/problem.ts';
import { useWords } from '../words/words.ts';
import { commonWords } from './common-words.ts';

/** While a view or a part of it is on its way. */
export function Loading() {
  const words = useWords(commonWords);
  return (
    <Center mih={160} role="status" aria-label={words.loading}>
      <Loader type="dots" />
    </Center>
  );
}

interface EmptyProps {
  readonly icon: ReactNode;
  readonly title: string;
  /** What to do so that there is something here. */
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

/** A view that has nothing to show yet, and says how that changes. */
export function Empty({ icon, title, children, action }: EmptyProps) {
  return (
    <Stack align="center" gap="sm" py="xl" ta="center">
      <ThemeIcon variant="light" size={56} radius="xl" aria-hidden>
        {icon}
      </ThemeIcon>
      <Title order={2} size="h4">
        {title}
      </Title>
      {children !== undefined && (
        <Text c="dimmed" maw={460}>
          {children}
        </Text>
      )}
      {action}
    </Stack>
  );
}

/** What went wrong in words for people, and a way to try again. */
export function Failed({ error, retry }: { readonly error: unknown; readonly retry?: () => void }) {
  const words = useWords(commonWords);
  const isUnreachable = error instanceof Unreachable;
  // What neither the server nor the network said is the page's own: trying again would break again.
  const isOwn = !isUnreachable && !(error instanceof Problem);
  const again = isOwn ? () => window.location.reload() : retry;
  return (
    <Alert
      color={isUnreachable ? 'yellow' : 'red'}
      icon={isUnreachable ? <IconPlugConnectedX /> : <IconAlertTriangle />}
      title={isUnreachable ? words.unreachable : words.failed}
    >
      <Text size="sm">{useErrorText(error)}</Text>
      {again && (
        <Group mt="sm">
          <Button size="xs" variant="default" onClick={again}>
            {isOwn ? words.reload : words.retry}
          </Button>
        </Group>
      )}
    </Alert>
  );
}

/** A sentence about an error, of the API or of the network. */
export function useErrorText(error: unknown): string {
  return errorText(error, useWords(commonWords));
}

/** The same where no hook can be: said when something goes wrong later. */
export function errorText(error: unknown, words: typeof commonWords.ru): string {
  if (error instanceof Unreachable) return words.unreachableText;
  if (!(error instanceof Problem)) return words.pageFault;
  if (error.status === 403) return words.forbidden;
  if (error.status === 429) return words.tooOften;
  if (error.status >= 500) return words.ourFault;
  return error.message;
}

/** An address that leads nowhere. */
export function NotFound() {
  const words = useWords(commonWords);
  useEffect(() => {
    document.title = `${words.notFound} · Minuta`;
  }, [words]);
  return (
    <Stack align="center" gap="sm" p="xl" mt="10vh" ta="center">
      <ThemeIcon variant="light" size={72} radius="xl" aria-hidden>
        <IconMapOff size={36} />
      </ThemeIcon>
      <Title order={1} size="h2">
        {words.notFound}
      </Title>
      <Text c="dimmed" maw={420}>
        {words.notFoundText}
      </Text>
      <Button renderRoot={(props) => <Link to="/" {...props} />}>{words.toHome}</Button>
    </Stack>
  );
}
