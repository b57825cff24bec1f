import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import type { PreviewEvent, StepView } from '../../../../src/preview/schema.ts';
import { useMay } from '../../api/session.ts';
import { ChatNote } from '../../chat/chat-log.tsx';
import { RichText } from '../../chat/rich-text.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { useErrorText } from '../../parts/states.tsx';
import { useFormat } from '../../words/format.ts';
import { useWords } from '../../words/words.ts';
import { previewWords } from './preview-words.ts';
import { ServerAnswerForm } from './server-answer-form.tsx';
import type { Preview } from './use-preview.ts';

type HttpEvent = Extract<PreviewEvent, { kind: 'http' }>;

interface StepNotesProps {
  readonly preview: Preview;
  readonly index: number;
  readonly step: StepView;
}

/** What a step did beside what the chat shows: each thing that the bot would do in earnest, and does not here. */
export function StepNotes({ preview, index, step }: StepNotesProps) {
  const words = useWords(previewWords);
  const format = useFormat();
  const sent = preview.state.steps[index];
  const calls = step.events.filter((event) => event.kind === 'http');
  return (
    <>
      {sent?.kind === 'time' && <ChatNote>{words.passed(format.duration(sent.after ?? 0))}</ChatNote>}
      {step.events.map((event, place) => {
        switch (event.kind) {
          case 'wait':
            return <ChatNote key={place}>{words.waited(format.duration(event.seconds))}</ChatNote>;
          case 'report':
            return (
              <ChatNote key={place}>
                {words.reported} <RichText text={{ html: event.html }} />
              </ChatNote>
            );
          case 'job':
            return <ChatNote key={place}>{words.job(event.job)}</ChatNote>;
          case 'problem':
            return (
              <ChatNote key={place}>
                {event.code === 'endless' ? words.endless(event.text) : `${words[event.code]}: ${event.text}`}
              </ChatNote>
            );
          case 'http':
            return <CallNote key={place} {...{ preview, index, event }} call={calls.indexOf(event)} />;
          default:
            return null;
        }
      })}
    </>
  );
}

interface CallNoteProps {
  readonly preview: Preview;
  readonly index: number;
  readonly event: HttpEvent;
  /** Which of the step's calls, from 0. */
  readonly call: number;
}

/** A call that is not made; its answer can be given, or the call be made after all. */
function CallNote({ preview: { answerCall, callServer }, index, event, call }: CallNoteProps) {
  const words = useWords(previewWords);
  const mayCall = useMay('config:write');
  const [asking, setAsking] = useState<'answer' | 'call' | null>(null);
  const failure = useErrorText(callServer.error);
  const { answer } = event;
  const isAsked = callServer.variables?.step === index && callServer.variables.call === call;
  const said = 'fault' in answer ? words.failure(answer.fault) : `${answer.status} ${JSON.stringify(answer.body)}`;
  const url = event.url.length > 120 ? `${event.url.slice(0, 119)}…` : event.url;
  return (
    <ChatNote>
      {words.called(event.method, url)}. {event.is_given ? words.answerGiven : words.answerMade},{' '}
      {words.answerIs(said.length > 200 ? `${said.slice(0, 199)}…` : said)}
      <Group gap={6} justify="center" my={4}>
        <Button size="compact-xs" variant="default" onClick={() => setAsking('answer')}>
          {words.answerFor}
        </Button>
        {mayCall && (
          <Button
            size="compact-xs"
            variant="default"
            loading={callServer.isPending && isAsked}
            onClick={() => setAsking('call')}
          >
            {words.callNow}
          </Button>
        )}
      </Group>
      {callServer.isError && isAsked && <div role="alert">{failure}</div>}
      <ServerAnswerForm
        isOpen={asking === 'answer'}
        answer={answer}
        onClose={() => setAsking(null)}
        onAnswer={(given) => {
          answerCall(index, call, given);
          setAsking(null);
        }}
      />
      <Confirm
        isOpen={asking === 'call'}
        title={words.callAsk}
        action={words.callNow}
        onClose={() => setAsking(null)}
        onConfirm={() => {
          setAsking(null);
          callServer.mutate({ step: index, call });
        }}
      >
        {words.callText(event.method, url)}
      </Confirm>
    </ChatNote>
  );
}
