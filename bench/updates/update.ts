/** An update as Telegram would post it. */
import { activityButtons } from './buttons.ts';
import type { InlineKeyboard } from './sent.ts';

export type Step = 'hello' | 'menu' | 'start' | 'stats' | 'finish';

export interface Update {
  readonly step: Step;
  readonly body: string;
  /** The press's id, which its answer names; empty for texts. */
  readonly query: string;
  /** What the answer must speak of: the activity whose button was pressed. */
  readonly activity: string;
  /** When the bot's 2xx came, in nanoseconds; 0 until then. */
  acknowledgedAt: number;
}

/** A message of the bot with buttons to press. */
export interface Shown {
  readonly message: number;
  readonly text: string;
  readonly keyboard: InlineKeyboard;
}

interface Sender {
  readonly id: number;
  readonly name: string;
}

const texts = { hello: '/start', menu: 'Начать', stats: 'Статистика' } as const;

let updateId = 700_000_000;

/** @param messageId the text's own id: past everything that was in the chat before. */
export function textUpdate(sender: Sender, step: keyof typeof texts, messageId: number): Update {
  updateId += 1;
  const entities = step === 'hello' ? ',"entities":[{"offset":0,"length":6,"type":"bot_command"}]' : '';
  const message =
    `{"message_id":${messageId},"from":${from(sender)},"chat":${chat(sender)},"date":${now()},` +
    `"text":"${texts[step]}"${entities}}`;
  const body = `{"update_id":${updateId},"message":${message}}`;
  return { step, body, query: '', activity: '', acknowledgedAt: 0 };
}

/** A press on a button for the step; undefined where the bot has shown no such button. */
export function pressUpdate(sender: Sender, step: 'start' | 'finish', shown: Shown | undefined): Update | undefined {
  updateId += 1;
  const choices = shown === undefined ? [] : choicesFor(step, shown.keyboard);
  const button = choices[updateId % Math.max(choices.length, 1)];
  if (shown === undefined || button?.callback_data === undefined) return undefined;
  // The chat is in the press's id because the call that answers a press names nothing else.
  const query = `q:${sender.id}:${updateId}`;
  const text = JSON.stringify(shown.text.replaceAll(/<[^>]+>/g, ''));
  const message =
    `{"message_id":${shown.message},"from":{"id":1,"is_bot":true,"first_name":"Bench","username":"bench_bot"},` +
    `"chat":${chat(sender)},"date":${now()},"text":${text},` +
    `"reply_markup":{"inline_keyboard":${JSON.stringify(shown.keyboard)}}}`;
  const body =
    `{"update_id":${updateId},"callback_query":{"id":"${query}","from":${from(sender)},"message":${message},` +
    `"chat_instance":"${sender.id}","data":${JSON.stringify(button.callback_data)}}}`;
  return { step, body, query, activity: step === 'start' ? button.text : '', acknowledgedAt: 0 };
}

function choicesFor(step: 'start' | 'finish', keyboard: InlineKeyboard) {
  return step === 'start'
    ? activityButtons(keyboard)
    : keyboard.flat().filter((button) => button.text.includes('Завершить'));
}

const now = () => Math.floor(Date.now() / 1000);
const chat = ({ id, name }: Sender) => `{"id":${id},"first_name":"${name}","type":"private"}`;
const from = ({ id, name }: Sender) => `{"id":${id},"is_bot":false,"first_name":"${name}","language_code":"ru"}`;
