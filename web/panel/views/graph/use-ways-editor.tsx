import { Button, Group, Text } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import { configurationStateQuery, draftQuery, type DraftEntry } from '../../api/configuration.ts';
import { sessionQuery } from '../../api/session.ts';
import { commonWords } from '../../parts/common-words.ts';
import { notifyDone, notifyFailed } from '../../parts/notify.ts';
import { errorText } from '../../parts/states.tsx';
import { useWords } from '../../words/words.ts';
import { workbench } from '../editor/use-workbench.ts';
import { freshDraft } from '../editor/workbench/draft-cache.ts';
import type { Step } from '../editor/workbench/steps.ts';
import { graphWords } from './graph-words.ts';

export interface WaysEditor {
  /** The draft's; empty while it is on its way. */
  readonly entries: readonly DraftEntry[];
  /** Carries out steps, says so, and offers the way back. @returns whether it was done */
  readonly carryOut: (steps: readonly Step[], done: string) => Promise<boolean>;
}

/** Changes the draft by the same means as the editor, so that either undoes what the other did. */
export function useWaysEditor(): WaysEditor {
  const words = useWords(graphWords);
  const common = useWords(commonWords);
  const { data: me } = useQuery(sessionQuery);
  const { data: draft } = useQuery(draftQuery);
  const { data: state } = useQuery(configurationStateQuery);
  const login = me?.admin.login;
  useEffect(() => {
    if (login !== undefined) workbench.belongTo(login);
  }, [login]);
  const [latest, revision] = [state?.draft_revision, draft?.revision];
  useEffect(() => {
    if (latest !== undefined && revision !== undefined && latest > revision) void freshDraft().catch(() => undefined);
  }, [latest, revision]);

  const travel = useCallback(
    async (way: 'undo' | 'redo') => {
      try {
        await workbench[way]();
        await workbench.flush();
        if (way === 'undo') notifyDone(words.undone);
      } catch (error) {
        notifyFailed(errorText(error, common));
      }
    },
    [words, common],
  );
  useHotkeys([
    ['mod+Z', () => void travel('undo')],
    ['mod+shift+Z', () => void travel('redo')],
  ]);

  const carryOut = useCallback(
    async (steps: readonly Step[], done: string) => {
      try {
        await workbench.carryOut(steps, performance.now());
        await workbench.flush();
      } catch (error) {
        notifyFailed(errorText(error, common));
        return false;
      }
      const id = notifications.show({
        color: 'teal',
        autoClose: 10_000,
        message: (
          <Group justify="space-between" wrap="nowrap">
            <Text size="sm">{done}</Text>
            <Button
              variant="default"
              size="compact-sm"
              onClick={() => {
                notifications.hide(id);
                void travel('undo');
              }}
            >
              {words.undo}
            </Button>
          </Group>
        ),
      });
      return true;
    },
    [words, common, travel],
  );
  return { entries: draft?.entries ?? [], carryOut };
}
