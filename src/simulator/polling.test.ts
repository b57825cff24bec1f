import { Api } from 'grammy';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CONFLICTS } from './polling.ts';
import { startSimulator, type TestSimulator } from './testing.ts';

let telegram: TestSimulator;
let api: Api;
let anya: number;

beforeEach(async () => {
  telegram = await start();
  api = new Api(telegram.token, { apiRoot: telegram.apiRoot });
  anya = telegram.addUser();
});
afterEach(() => telegram.close());

const texts = async (options: Parameters<Api['getUpdates']>[0] = {}): Promise<(string | undefined)[]> =>
  (await api.getUpdates(options)).map((update) => update.message?.text);
/** How many polls have come so far. */
let polls: () => number;

async function start(): Promise<TestSimulator> {
  const simulator = await startSimulator();
  const poll = vi.spyOn(simulator.core.polling, 'poll');
  polls = () => poll.mock.calls.length;
  return simulator;
}
/** Waits until the first poll has come. */
const isHeld = (): Promise<void> => expect.poll(() => polls()).toBe(1);

describe('getUpdates', () => {
  test('updates come again until an offset confirms them', async () => {
    const first = telegram.say(anya, 'a');
    telegram.say(anya, 'b');
    telegram.say(anya, 'c');
    expect(await texts({ limit: 2 })).toEqual(['a', 'b']);
    expect(await texts()).toEqual(['a', 'b', 'c']);
    expect(await texts({ offset: first + 1 })).toEqual(['b', 'c']);
    expect(await texts()).toEqual(['b', 'c']);
  });

  test('a negative offset takes the last ones and forgets those before', async () => {
    for (const text of ['a', 'b', 'c']) telegram.say(anya, text);
    expect(await texts({ offset: -1 })).toEqual(['c']);
    expect(await texts()).toEqual(['c']);
  });

  test('a long poll ends with the first update', async () => {
    const waiting = texts({ timeout: 30 });
    await isHeld();
    telegram.say(anya, 'a');
    expect(await waiting).toEqual(['a']);
  });

  test('only the kinds asked for are kept, from call to call', async () => {
    await api.getUpdates({ allowed_updates: ['callback_query'] });
    telegram.say(anya, 'a');
    telegram.pressData(anya, 1, 'x');
    expect(await api.getUpdates()).toMatchObject([{ callback_query: { data: 'x' } }]);
  });

  test('the older of two pollers is ended with 409', async () => {
    const older = api.getUpdates({ timeout: 30 }).catch((error: unknown) => error);
    await isHeld();
    const newer = texts({ timeout: 30 });
    expect(await older).toMatchObject({ error_code: 409, description: CONFLICTS.otherPoller });
    telegram.say(anya, 'a');
    expect(await newer).toEqual(['a']);
  });

  test('a poller that goes away leaves the next one alone', async () => {
    const gone = new AbortController();
    const older = fetch(`${telegram.apiRoot}/bot${telegram.token}/getUpdates?timeout=30`, { signal: gone.signal });
    await isHeld();
    gone.abort();
    await expect(older).rejects.toThrow();
    telegram.say(anya, 'a');
    expect(await texts()).toEqual(['a']);
  });

  test('a webhook and polling exclude each other', async () => {
    const polling = api.getUpdates({ timeout: 30 }).catch((error: unknown) => error);
    await isHeld();
    await api.setWebhook('http://127.0.0.1:9/hook');
    expect(await polling).toMatchObject({ error_code: 409, description: CONFLICTS.webhookSet });
    await expect(api.getUpdates()).rejects.toMatchObject({ error_code: 409, description: CONFLICTS.webhook });
    await api.deleteWebhook();
    expect(await texts()).toEqual([]);
  });

  test('an update told to come again comes, confirmed or not, and twice in one answer if so told', async () => {
    const id = telegram.say(anya, 'a');
    await api.getUpdates({ offset: id + 1 });
    telegram.redeliver(id, 2);
    expect((await api.getUpdates({ offset: id + 1 })).map(({ update_id }) => update_id)).toEqual([id, id]);
    expect(await texts({ offset: id + 1 })).toEqual([]);
  });

  test('what was held comes when let go, in another order', async () => {
    telegram.core.queue.hold();
    for (const text of ['a', 'b', 'c']) telegram.say(anya, text);
    expect(await texts()).toEqual([]);
    telegram.core.queue.release('reverse');
    expect(await texts()).toEqual(['c', 'b', 'a']);
    expect(await texts({ offset: telegram.core.queue.nextId })).toEqual([]);
    expect(telegram.core.queue.size).toBe(0);
  });

  test('a stop does not wait for a long poll', async () => {
    const own = await start();
    const waiting = new Api(own.token, { apiRoot: own.apiRoot }).getUpdates({ timeout: 50 });
    await isHeld();
    await own.close();
    expect(await waiting).toEqual([]);
  });
});
