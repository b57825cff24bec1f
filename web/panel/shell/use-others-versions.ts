import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { configurationStateQuery } from '../api/configuration.ts';
import { queryClient } from '../api/query-client.ts';
import { isOwnVersion, rereadConfiguration, versionQuery } from '../api/versions.ts';
import { publishWords } from '../views/versions/publish-words.ts';
import { useWords } from '../words/words.ts';

/** Says that somebody else has published, within seconds, and what that means for what one is doing. */
export function useOthersVersions(): void {
  const words = useWords(publishWords);
  const { data: state } = useQuery(configurationStateQuery);
  const version = state?.version;
  const seen = useRef<number>(undefined);
  useEffect(() => {
    const before = seen.current;
    seen.current = version;
    if (before === undefined || version === undefined || version <= before || isOwnVersion(version)) return;
    void (async () => {
      await rereadConfiguration();
      const { author, note, restores } = await queryClient.fetchQuery(versionQuery(version));
      const who = author ?? words.program;
      const isRestored = restores !== null;
      notifications.show({
        title: isRestored ? words.rolledBack(restores, who) : words.published(version, who),
        message: [note, isRestored ? words.rolledBackText : words.publishedText].filter(Boolean).join('\n'),
        color: isRestored ? 'orange' : 'blue',
        // What took something out of the draft must not be missed.
        autoClose: isRestored ? false : 20_000,
      });
    })().catch(() => undefined);
  }, [version, words]);
}
