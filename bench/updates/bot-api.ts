/**
 * A stand-in for Telegram's Bot API that costs next to nothing: it answers every call as Telegram would where all goes
 * well, and streams what was called to whoever asked for `/sent`. A process of its own; prints its port to its parent.
 */
import { createServer, type Socket } from 'node:net';
import { z } from 'zod';
import { formatSent, monotonicNow, type InlineKeyboard } from './sent.ts';
import { readMessages } from './wire.ts';

/** Enough of a call to answer it; what else a bot sends is its own business. */
interface Call {
  readonly chat_id?: number | string;
  readonly message_id?: number;
  readonly text?: string;
  readonly callback_query_id?: string;
  readonly reply_markup?: { readonly inline_keyboard?: InlineKeyboard };
  readonly url?: string;
}

const bot = { id: 1, is_bot: true, first_name: 'Bench', username: 'bench_bot' };
const listeners = new Set<Socket>();
const press = /^[a-z]*:(\d+):/;

let lastMessage = 0;
let webhook = '';
let unsent = '';

/**
 * One write for many calls: a write to a socket costs more than everything else this process does for a call, and
 * nobody's next update comes sooner than this.
 */
function tell(line: string): void {
  if (unsent === '') setTimeout(flush, 20);
  unsent += line;
}

function flush(): void {
  for (const listener of listeners) listener.write(unsent);
  unsent = '';
}

function message(id: number, call: Call): object {
  const chat = { id: Number(call.chat_id), type: 'private', first_name: 'Person' };
  return { message_id: id, from: bot, chat, date: Math.floor(Date.now() / 1000), text: call.text ?? '' };
}

/** Telegram's `result` for the call. */
function answer(method: string, call: Call): unknown {
  const at = monotonicNow();
  const keyboard = call.reply_markup?.inline_keyboard ?? null;
  const about = { method, at, text: call.text ?? '', keyboard, query: '' };
  switch (method) {
    case 'sendmessage':
    case 'editmessagetext':
    case 'editmessagereplymarkup': {
      // Even numbers: between two of the bot's messages a person's own one finds a place.
      const id = call.message_id ?? (lastMessage += 2);
      tell(formatSent({ ...about, chat: Number(call.chat_id), message: id }));
      return message(id, call);
    }
    case 'answercallbackquery': {
      // The load generator puts the chat into the id of a press, as this call does not name one.
      const query = call.callback_query_id ?? '';
      tell(formatSent({ ...about, chat: Number(press.exec(query)?.[1] ?? 0), message: 0, query }));
      return true;
    }
    case 'getme':
      return { ...bot, can_join_groups: true, can_read_all_group_messages: false, supports_inline_queries: true };
    case 'setwebhook':
      webhook = call.url ?? '';
      return true;
    case 'deletewebhook':
      webhook = '';
      return true;
    case 'getwebhookinfo':
      return { url: webhook, has_custom_certificate: false, pending_update_count: 0, max_connections: 100 };
    case 'getupdates':
    case 'getmycommands':
      return [];
    default:
      return true;
  }
}

function parameters(target: string, body: string): Call {
  if (body !== '') return JSON.parse(body);
  const query = target.indexOf('?');
  return query < 0 ? {} : Object.fromEntries(new URLSearchParams(target.slice(query)));
}

const server = createServer((socket) => {
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.on('close', () => listeners.delete(socket));
  readMessages(socket, (head, body) => {
    const target = head.slice(head.indexOf(' ') + 1, head.indexOf(' HTTP/'));
    if (target === '/sent') {
      listeners.add(socket);
      return;
    }
    const method = target
      .slice(target.lastIndexOf('/') + 1)
      .replace(/\?.*/s, '')
      .toLowerCase();
    const text = JSON.stringify({ ok: true, result: answer(method, parameters(target, body)) });
    const length = Buffer.byteLength(text);
    socket.write(`HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n${text}`);
  });
});

server.listen(0, '127.0.0.1', () => {
  const { port } = z.object({ port: z.number() }).parse(server.address());
  process.send?.({ port });
});
// The parent is gone: nobody is left to measure for.
process.on('disconnect', () => process.exit());
