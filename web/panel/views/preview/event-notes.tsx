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

interface StepProps {
  readonly preview: Preview;
  /** Which step, from 0. */
  readonly index: number;
}

/** That time went by, and nothing else. */
export function TimeNote({ preview, index }: StepProps) {
  const words = useWords(previewWords);
  const format = useFormat();
  return <ChatNote>{words.passed(format.duration(preview.state.steps[index]?.after ?? 0))}</ChatNote>;
}

interface EventNoteProps extends StepProps {
  readonly step: StepView;
  readonly event: PreviewEvent;
}

/** What the bot would do in earnest beside the chat, and does not here; nothing for what the chat shows itself. */
export function EventNote({ preview, index, step, event }: EventNoteProps) {
  const words = useWords(previewWords);
  const format = useFormat();
  switch (event.kind) {
    case 'wait':
      return <ChatNote>{words.waited(format.duration(event.seconds))}</ChatNote>;
    case 'report':
      return (
        <ChatNote>
          {words.reported} <RichText text={{ html: event.html }} />
        </ChatNote>
      );
    case 'job':
      return <ChatNote>{words.job(event.job)}</ChatNote>;
    case 'problem':
      return (
        <ChatNote>
          {event.code === 'endless' ? words.endless(event.text) : `${words[event.code]}: ${event.text}`}
        </ChatNote>
      );
    case 'http': {
      const call = step.events.filter(({ kind }) => kind === 'http').indexOf(event);
      return <CallNote {...{ preview, index, event, call }} />;
    }
    default:
      return null;
  }
}

interface CallNoteProps extends StepProps {
  readonly event: HttpEvent;
  /** Which of the step's calls, from 0. */
  readonly call: number;
}

/** A call that is not made; its answer can be given, or the call be made after all. */
function CallNote({ preview: { answerCall, callServer }, index, event, call }: CallNoteProps) {
  const words = useWords(previewWords);
  const mayCall = useMay('config:publish');
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
