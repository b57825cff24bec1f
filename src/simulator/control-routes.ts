import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import * as shapes from './control-shapes.ts';
import type { Core } from './core.ts';
import * as person from './person.ts';
import { tap } from './tap.ts';
import { freeUserId, viewChat, viewPeople } from './views.ts';
import type { ChatRecord } from './world.ts';

/** A request of the control API that makes no sense; said plainly, with its status. */
class ControlError extends Error {
  override readonly name = 'ControlError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

interface ChatRoute {
  Params: { id: string };
}

/** What the page and tests tell the simulator: what people do, and what goes wrong. JSON only. */
export function controlRoutes(core: Core) {
  return async (app: FastifyInstance): Promise<void> => {
    app.removeContentTypeParser('text/plain');
    app.setErrorHandler((error, _request, reply) => answerError(error, reply));
    // A page of another site may post to this machine, but neither as JSON nor with our own origin.
    app.addHook('onRequest', async (request) => {
      const { origin, host } = request.headers;
      if (origin !== undefined && URL.parse(origin)?.host !== host) throw new ControlError(403, 'foreign origin');
    });
    peopleRoutes(app, core);
    deedRoutes(app, core);
    troubleRoutes(app, core);
  };
}

function peopleRoutes(app: FastifyInstance, core: Core): void {
  app.get('/people', () => ({ bot: core.world.bot, people: viewPeople(core) }));
  app.post('/people', (request, reply) => {
    const { id = freeUserId(core), ...names } = shapes.personShape.parse(request.body);
    const chat = core.world.introduce({ id, is_bot: false, ...names });
    return reply.code(201).send(chat.user);
  });
  app.patch<ChatRoute>('/people/:id', (request) => {
    const chat = findChat(core, request.params.id);
    const { blocked, deactivated } = shapes.statusShape.parse(request.body);
    if (deactivated !== undefined) chat.deactivated = deactivated;
    return blocked === undefined ? {} : answer(person.setBlocked(core, chat, blocked));
  });
  app.get<ChatRoute>('/chats/:id', (request) => viewChat(core, findChat(core, request.params.id)));
  app.delete<ChatRoute>('/chats/:id', (request) => {
    const chat = findChat(core, request.params.id);
    const { block } = shapes.deleteShape.parse(request.body ?? undefined);
    core.world.clear(chat);
    return block ? answer(person.setBlocked(core, chat, true)) : {};
  });
}

function deedRoutes(app: FastifyInstance, core: Core): void {
  app.post<ChatRoute>('/chats/:id/say', (request) => {
    const { text, date_offset: dateOffset } = shapes.sayShape.parse(request.body);
    return answer(person.say(core, findChat(core, request.params.id), text, { dateOffset }));
  });
  app.post<ChatRoute>('/chats/:id/edit', (request) => {
    const { message_id, text } = shapes.editShape.parse(request.body);
    const deed = person.editOwn(core, findChat(core, request.params.id), message_id, text);
    if (deed === undefined) throw new ControlError(404, 'no such message of this person');
    return answer(deed);
  });
  app.post<ChatRoute>('/chats/:id/press', (request) => {
    const chat = findChat(core, request.params.id);
    const given = shapes.pressShape.parse(request.body);
    if (!('label' in given)) return answer(person.press(core, chat, given.message_id, given.data));
    const deed = tap(core, chat, given.label);
    if (deed === undefined) throw new ControlError(404, 'no button with this label');
    return answer(deed);
  });
  app.post<ChatRoute>('/chats/:id/contact', (request) => {
    const chat = findChat(core, request.params.id);
    const given = shapes.contactShape.parse(request.body ?? {});
    return answer(person.sendContact(core, chat, { ...person.ownContact(chat), ...given }));
  });
  app.post<ChatRoute>('/chats/:id/location', (request) => {
    const location = shapes.locationShape.parse(request.body);
    return answer(person.sendLocation(core, findChat(core, request.params.id), location));
  });
  app.post<ChatRoute>('/chats/:id/inline', (request) => {
    const { query } = shapes.inlineShape.parse(request.body);
    return answer(person.askInline(core, findChat(core, request.params.id), query));
  });
}

function troubleRoutes(app: FastifyInstance, core: Core): void {
  app.get('/faults', () => ({ faults: core.faults.list() }));
  app.post('/faults', (request) => {
    core.faults.add(shapes.faultShape.parse(request.body));
    return { faults: core.faults.list() };
  });
  app.delete('/faults', () => {
    core.faults.clear();
    return { faults: [] };
  });
  app.put('/webhook', (request) => {
    const { trouble, next, duplicate_percent } = shapes.webhookFaultShape.parse(request.body);
    if (trouble !== undefined) {
      core.webhook.trouble = trouble;
      core.webhook.troubleLeft = next ?? Number.POSITIVE_INFINITY;
    }
    if (duplicate_percent !== undefined) core.webhook.duplicatePercent = duplicate_percent;
    return {};
  });
  app.post('/redeliver', (request) => {
    const { update_id, times } = shapes.redeliverShape.parse(request.body);
    for (let time = 0; time < times; time += 1) {
      if (!core.queue.repeat(update_id)) throw new ControlError(404, 'no such update remembered');
    }
    return {};
  });
  app.post('/hold', () => {
    core.queue.hold();
    return {};
  });
  app.post('/release', (request) => {
    core.queue.release(shapes.releaseShape.parse(request.body ?? undefined).order, core.random);
    return {};
  });
  app.put('/settings', (request) => {
    const { skew_seconds, open_chats } = shapes.settingsShape.parse(request.body);
    if (skew_seconds !== undefined) core.time.skewSeconds = skew_seconds;
    if (open_chats !== undefined) core.world.openChats = open_chats;
    return { skew_seconds: core.time.skewSeconds, open_chats: core.world.openChats };
  });
}

function findChat(core: Core, id: string): ChatRecord {
  const chat = core.world.chats.get(Number(id));
  if (chat === undefined) throw new ControlError(404, 'no such person');
  return chat;
}

const answer = (deed: person.Deed & { readonly queryId?: string }): Record<string, unknown> => ({
  update_id: deed.updateId ?? null,
  ...(deed.queryId === undefined ? {} : { query_id: deed.queryId }),
});

function answerError(error: unknown, reply: FastifyReply): FastifyReply {
  if (error instanceof ControlError) return reply.code(error.status).send({ error: error.message });
  if (error instanceof z.ZodError) return reply.code(422).send({ error: z.prettifyError(error) });
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  return reply.code(status).send({ error: error instanceof Error ? error.message : 'unknown' });
}
