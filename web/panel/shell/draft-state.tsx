import { ActionIcon, Anchor, Group, Indicator, VisuallyHidden } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useMay } from '../api/session.ts';
import { publishWords } from '../views/versions/publish-words.ts';
import { useWords } from '../words/words.ts';
import { PublishButton } from './publish-button.tsx';
import { useOthersVersions } from './use-others-versions.ts';
import { useUnpublished } from './use-unpublished.ts';

/** Which version runs, or how much of the draft is not published, with the way to publish it; in every view. */
export function DraftState() {
  useOthersVersions();
  const words = useWords(publishWords);
  const unpublished = useUnpublished();
  const mayPublish = useMay('config:publish');
  if (unpublished === null) return null;
  const { version, count } = unpublished;
  const said = count === 0 ? words.running(version) : words.unpublished(count);
  return (
    <>
      <Group gap="sm" wrap="nowrap" visibleFrom="sm">
        <Anchor
          size="sm"
          {...(count === 0 && { c: 'dimmed' })}
          renderRoot={(props) => <Link to="/versions" {...props} />}
        >
          {said}
        </Anchor>
        <PublishButton size="compact-md" />
      </Group>
      <Indicator label={count} size={18} offset={6} disabled={count === 0} hiddenFrom="sm">
        {mayPublish ? (
          <>
            {count > 0 && <VisuallyHidden>{said}</VisuallyHidden>}
            <PublishButton size="compact-md" />
          </>
        ) : (
          count > 0 && (
            <ActionIcon
              variant="light"
              size="lg"
              aria-label={said}
              renderRoot={(props) => <Link to="/versions" {...props} />}
            >
              <IconHistory size={20} aria-hidden />
            </ActionIcon>
          )
        )}
      </Indicator>
    </>
  );
}
