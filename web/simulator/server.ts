import type { ChatView, PersonView } from '../../src/simulator/control-views.ts';
import type { FeedEvent } from '../../src/simulator/feed.ts';
import type { User } from '../../src/simulator/wire.ts';

const ROOT = '/simulator/control';
const RECONNECT_MS = 1000;

export interface PeopleView {
  readonly bot: User;
  readonly people: readonly PersonView[];
}

export interface PressResult {
  readonly query_id?: string;
}

/** A control call. The answers' shapes are the server's promise: it is the same project. */
async function call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(`${ROOT}${path}`, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const answer: Answer & { error?: string } = await response.json();
  if (!response.ok) throw new Error(answer.error ?? response.statusText);
  return answer;
}

/** What a person does and sees, as calls to the simulator. Each rejects with the server's words. */
export const server = {
  people: () => call<PeopleView>('GET', '/people'),
  addPerson: (person: { first_name: string; language_code: string }) => call<User>('POST', '/people', person),
  chat: (id: number) => call<ChatView>('GET', `/chats/${id}`),
  say: (id: number, text: string) => call('POST', `/chats/${id}/say`, { text }),
  press: (id: number, messageId: number, data: string) =>
    call<PressResult>('POST', `/chats/${id}/press`, { message_id: messageId, data }),
  shareContact: (id: number) => call('POST', `/chats/${id}/contact`, {}),
  shareLocation: (id: number) => call('POST', `/chats/${id}/location`, { latitude: 55.7539, longitude: 37.6208 }),
  deleteChat: (id: number) => call('DELETE', `/chats/${id}`, {}),
  setBlocked: (id: number, blocked: boolean) => call('PATCH', `/people/${id}`, { blocked }),
};

export interface Watcher {
  /** The stream is there, again or for the first time: what was known may be old. */
  connected(): void;
  disconnected(): void;
  changed(event: FeedEvent): void;
}

/** Follows what happens until the page closes, through restarts of the server. */
export function watch(watcher: Watcher): void {
  const source = new EventSource(`${ROOT}/events`);
  source.addEventListener('hello', () => watcher.connected());
  source.addEventListener('change', (event: MessageEvent<string>) => {
    const change: FeedEvent = JSON.parse(event.data);
    watcher.changed(change);
  });
  source.addEventListener('error', () => {
    watcher.disconnected();
    // The browser itself tries again after a lost connection, but gives up where something answered with an error.
    if (source.readyState !== EventSource.CLOSED) return;
    setTimeout(() => watch(watcher), RECONNECT_MS);
  });
}
