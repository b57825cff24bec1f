import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { PreviewAnswer } from '../../../../src/preview/schema.ts';
import { send } from '../../api/client.ts';
import { configurationStateQuery } from '../../api/configuration.ts';
import { useLanguage } from '../../words/language.ts';
import {
  newPreview,
  requestOf,
  storedPreview,
  storePreview,
  type PersonaChoice,
  type PreviewState,
  type PreviewStep,
  type ServerAnswer,
} from './preview-state.ts';

export interface Preview {
  readonly state: PreviewState;
  /** What the steps have come to; that of fewer steps while the last one is under way. */
  readonly answer: PreviewAnswer | undefined;
  readonly error: unknown;
  readonly isBusy: boolean;
  readonly retry: () => void;
  readonly take: (step: PreviewStep) => void;
  /** Only so many steps are left. */
  readonly goBackTo: (count: number) => void;
  readonly restart: () => void;
  /** Begins anew with somebody else; the steps are taken again by them. */
  readonly choosePersona: (persona: PersonaChoice) => void;
  readonly chooseConfiguration: (of: PreviewState['of']) => void;
  /** What a server answers to a call of a step. */
  readonly answerCall: (step: number, call: number, answer: ServerAnswer) => void;
  /** Makes that call in earnest, and keeps what came of it. */
  readonly callServer: ReturnType<typeof useCall>;
}

/**
 * A preview: the steps so far, and what the server says they come to. It is asked anew with every step, and whenever
 * the draft has changed.
 *
 * @param revision of the draft, where somebody knows it sooner than it is asked for.
 * @param isDraft whether the draft is tried, whatever was chosen elsewhere.
 */
export function usePreview({
  revision,
  isDraft,
}: {
  readonly revision: string | number | undefined;
  readonly isDraft: boolean;
}): Preview {
  const { language } = useLanguage();
  const [state, setState] = useState(() => storedPreview() ?? newPreview(language, now()));
  useEffect(() => storePreview(state), [state]);

  const isLive = !isDraft && state.of === 'live';
  const configuration = useQuery(configurationStateQuery);
  const known = configuration.data;
  const tried = isLive ? known?.version : (revision ?? known?.draft_revision);
  const request = requestOf(state, isLive ? (known?.version ?? null) : null);
  const asked = useQuery({
    queryKey: ['preview', request, tried],
    queryFn: ({ signal }) => send<PreviewAnswer>('POST', '/preview', { body: request, signal }),
    enabled: tried !== undefined,
    placeholderData: keepPreviousData,
    // Another revision of the draft is another key.
    staleTime: Infinity,
    gcTime: 60_000,
  });
  // What was answered last stays in sight where the next answer does not come.
  const [last, setLast] = useState(asked.data);
  if (asked.data !== undefined && asked.data !== last) setLast(asked.data);
  const change = (changed: Partial<PreviewState>): void => setState((before) => ({ ...before, ...changed }));
  const answerCall = (step: number, call: number, answer: ServerAnswer): void =>
    setState((before) => ({ ...before, steps: answered(before.steps, { step, call, answer }) }));
  const callServer = useCall(request, answerCall);

  return {
    state,
    answer: asked.data ?? last,
    error: asked.error ?? (known === undefined ? configuration.error : null),
    isBusy: asked.isFetching,
    retry: () => void (known === undefined ? configuration : asked).refetch(),
    take: (step) => setState((before) => ({ ...before, steps: [...before.steps, step] })),
    goBackTo: (count) => setState((before) => ({ ...before, steps: before.steps.slice(0, count) })),
    restart: () => change({ steps: [], anchor: now() }),
    choosePersona: (persona) => change({ persona, anchor: now() }),
    chooseConfiguration: (of) => change({ of }),
    answerCall,
    callServer,
  };
}

function useCall(
  request: ReturnType<typeof requestOf>,
  keep: (step: number, call: number, answer: ServerAnswer) => void,
) {
  return useMutation({
    mutationFn: ({ step, call }: { readonly step: number; readonly call: number }) =>
      send<ServerAnswer>('POST', '/preview/calls', { body: { ...request, step, call } }),
    onSuccess: (answer, { step, call }) => keep(step, call, answer),
  });
}

function answered(
  steps: readonly PreviewStep[],
  { step: at, call, answer }: { readonly step: number; readonly call: number; readonly answer: ServerAnswer },
): readonly PreviewStep[] {
  return steps.map((step, index) => {
    if (index !== at) return step;
    const before = step.answers ?? [];
    // Those before it that nobody gave are made up as they would have been.
    const given = Array.from({ length: Math.max(before.length, call + 1) }, (_, place) =>
      place === call ? answer : (before[place] ?? { status: 200, body: {} }),
    );
    return { ...step, answers: given };
  });
}

const now = (): string => new Date().toISOString();
