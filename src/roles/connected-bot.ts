import type { RequestListener } from 'node:http';
import { createAdminChats } from '../accounts/admin-chats.ts';
import type { Engines } from '../builder/answer-turn.ts';
import { createBroadcastPace } from '../broadcasts/rules/pace.ts';
import { createCompiler, type Configuration } from '../builder/configuration.ts';
import { createEngine, type Engine } from '../builder/engine.ts';
import type { LiveConfiguration } from '../builder/live/live-configuration.ts';
import { createContinuationRunner } from '../builder/run-continuations.ts';
import { createBotReport } from '../installation/report-bot.ts';
import { openFileLinks } from '../jobs/file-links.ts';
import { noteProgress } from '../jobs/note-progress.ts';
import type { JobFile } from '../jobs/job.ts';
import type { JobId } from '../platform/ids.ts';
import { createOutbound } from '../platform/outbound.ts';
import { createBroadcastSender } from '../telegram/broadcasts/send-broadcasts.ts';
import { createTelegram } from '../telegram/client.ts';
import { createCourier } from '../telegram/courier.ts';
import { createDelivery, deliveryStates } from '../telegram/delivery.ts';
import { readData } from '../telegram/buttons.ts';
import { continued, type Incoming } from '../telegram/incoming.ts';
import { Intake } from '../telegram/intake.ts';
import { createAdmission } from '../telegram/limits/admission.ts';
import { createLimits } from '../telegram/limits/limits.ts';
import { createKnownIds } from '../telegram/known-ids.ts';
import { answerLeaseSeconds } from '../telegram/once.ts';
import { openFiles } from '../telegram/open-files.ts';
import { createSender } from '../telegram/outgoing/sender.ts';
import { releaseAll } from '../telegram/outgoing/store.ts';
import { tellJobs } from '../telegram/outgoing/tell-jobs.ts';
import { createPace, telegramLimits } from '../telegram/pace.ts';
import { openUploads, withPictures } from '../telegram/pictures.ts';
import { sentMessage } from '../telegram/sent-message.ts';
import { deriveSecret, webhook } from '../telegram/webhook.ts';
import { filters } from '../texts/filters.ts';
import { noteCard } from '../tracker/note-card.ts';
import { createRunningView } from '../tracker/running-view.ts';
import { giveReadyMade } from '../tracker/ready-made.ts';
import { allActions, allLists, allValues } from './actions.ts';
import { createIntroduction } from './introduce.ts';
import type { Parts, Role } from './parts.ts';

export interface BotSettings {
  readonly token: string;
  /** Where the Bot API is, given where this process listens. */
  readonly apiRoot: (address: string) => string;
  /** Whether the simulator stands in for Telegram. */
  readonly isSimulated: boolean;
}

/** One bot of Telegram's, wired: what goes and comes with its token. */
export interface ConnectedBot extends Role {
  /** Takes updates that Telegram posts. */
  readonly webhook: RequestListener;
  /** The configuration may have other commands now. */
  changed(): void;
}

/** Wires a bot: takes updates in, applies them, says what there is to say. Nothing runs yet. */
export async function connectTo(
  { settings, database, objects, cache, clock, logger: log, metrics, holder }: Parts,
  live: LiveConfiguration,
  { token, apiRoot, isSimulated }: BotSettings,
): Promise<ConnectedBot> {
  const { queries, exclusive } = database;
  const botId = Number(token.split(':')[0]);
  const secret = settings.WEBHOOK_SECRET ?? deriveSecret(token);
  const stopping = new AbortController();

  let ownAddress = '';
  const telegram = createTelegram({
    token,
    apiRoot: () => apiRoot(ownAddress),
    openFile: openFiles(objects, openUploads(queries)),
    onCall: (method, outcome) => metrics.telegramCalls.inc(method, outcome),
  });
  const illustrated = withPictures(telegram, { queries, botId });
  const report = createBotReport({ queries, clock, log, botId, isSimulated });
  const introduction = createIntroduction(
    telegram,
    () => live.current(),
    (me) => report.named(me),
  );
  const engineOf = createEngines(() => introduction.username());
  const courier = createCourier({
    queries,
    telegram: illustrated,
    botId,
    log,
    onRefusedForNow: () => broadcasts.giveWay(),
    onTaken: async (call, result) => {
      const message = sentMessage(call, result);
      if (call.tag === undefined || !message) return;
      await noteCard(queries, call.tag, message);
      await noteProgress(queries, call.tag, message.messageId);
    },
    onGivenUp: (method) => metrics.givenUp.inc({ method }),
  });
  const defaults = { language: settings.DEFAULT_LANGUAGE, timeZone: settings.DEFAULT_TIME_ZONE };
  const { BROADCAST_RATE: broadcastRate } = settings;
  // The more broadcasts may send, the more there is for the others as well.
  const perSecond = Math.max(telegramLimits.perSecond, broadcastRate + 5);
  const pace = createPace({ ...telegramLimits, perSecond });
  const broadcasts = createBroadcastSender({
    database,
    telegram: illustrated,
    botId,
    defaults,
    clock,
    log,
    compile: createCompiler({ actions: allActions, filters }),
    engineOf,
    pace: createBroadcastPace(broadcastRate),
    shared: pace,
    isBusy: () => sender.isBusy(),
  });
  const beside = (signal: AbortSignal): Promise<void> => broadcasts.run(signal);
  const sender = createSender({ queries, courier, botId, log, holder, exclusive, pace, beside });
  const links = await openFileLinks(queries);
  const publicUrl = settings.PUBLIC_URL?.replace(/\/+$/, '');
  const linkOf = publicUrl === undefined ? undefined : (id: JobId, file: JobFile) => publicUrl + links.pathOf(id, file);
  const adminChats = createAdminChats({ queries, log }, settings.ADMIN_CHATS);
  const knownIds = createKnownIds();
  const engines: Engines = {
    current: () => engineOf(live.current()),
    of: (version) => {
      const configuration = live.of(version);
      return configuration && engineOf(configuration);
    },
  };
  const limits = createLimits({
    cache,
    perUser: settings.RATE_LIMIT_USER,
    total: settings.RATE_LIMIT_TOTAL,
    userIdOf: (telegramId) => knownIds.lastKnown(telegramId),
    holder,
  });
  const runningView = createRunningView({ cache, queries, holder, log, exclusive });
  const intake = new Intake({
    database,
    onTimers: runningView.show,
    admit: createAdmission({ limits, engines, telegram, language: settings.DEFAULT_LANGUAGE, log }),
    clock,
    botId,
    logger: log,
    metrics,
    defaults,
    knownIds,
    answering: {
      engines,
      botId,
      get adminChats() {
        return adminChats.current;
      },
      onSuspended: () => continuations.wake(),
      logger: log,
    },
    welcome: (newcomers) => giveReadyMade(newcomers, live.current().published.document.ready_made_activities),
    prepare: (updates) => {
      const older = meantVersions(updates).filter((version) => !live.of(version));
      return older.length > 0 ? live.require(older) : undefined;
    },
    deliver: (letter) => courier.deliver(letter),
    said: courier.said,
    // One session cannot commit two groups at once.
    groupsInFlight: exclusive ? 1 : 2,
  });
  const outbound = createOutbound({ reach: settings.ALLOW_PRIVATE_HTTP === 'on' ? 'anywhere' : 'public' });
  const continuations = createContinuationRunner({
    queries,
    botId,
    log,
    exclusive,
    outbound,
    secretOf: (name) => settings.actionSecrets.get(name),
    resume: (continuation, person) => intake.take(continued(continuation, person, clock.now())),
  });
  const accept = (update: unknown) => intake.accept(update);
  const delivery = createDelivery({
    queries,
    telegram,
    accept,
    log,
    holder,
    exclusive,
    mode: settings.BOT_MODE,
    publicUrl: settings.PUBLIC_URL,
    secret,
    onTrouble: (trouble) => report.trouble(trouble),
    onState: (state) => {
      report.receives(state);
      for (const other of deliveryStates) metrics.delivery.set({ state: other }, other === state ? 1 : 0);
    },
  });
  /** What a process has held that alone had the database, and that runs no more. */
  async function releaseHeld(): Promise<void> {
    if (!exclusive) return;
    await releaseAll(queries, { botId, lease: answerLeaseSeconds * 1_000 }).catch((error: unknown) => {
      log.warn({ code: 'outgoing.release', err: error }, 'what was on its way goes on when its time is over');
    });
  }

  const running: Promise<unknown>[] = [];
  return {
    webhook: webhook({ secret, accept, isClosing: () => stopping.signal.aborted, log }),
    changed: () => introduction.changed(),
    start(address) {
      ownAddress = address;
      const { signal } = stopping;
      running.push(
        adminChats.run(signal),
        delivery.run(signal),
        releaseHeld().then(() => sender.run(signal)),
        introduction.run(signal),
        report.run(signal),
        runningView.run(signal),
      );
      running.push(continuations.run(signal), tellJobs({ database, botId, log, linkOf, wake: sender.wake }, signal));
    },
    async stop(milliseconds) {
      stopping.abort();
      // What was taken in goes on until it is said, or until the time is over.
      await courier.stop(Math.max(0, milliseconds - 1_000), intake.close());
      await Promise.allSettled(running);
      await Promise.all([telegram.close(), outbound.close()]);
    },
  };
}

/** The versions of the configuration that buttons were made with and turns began on. */
function meantVersions(updates: readonly Incoming[]): number[] {
  return updates.flatMap(({ press, continuation }) => {
    const version = continuation?.configVersion ?? (press ? readData(press.data).stamp?.config : undefined);
    return version === undefined ? [] : [version];
  });
}

/** One engine for each configuration in memory, which goes with it. */
function createEngines(botUsername: () => string): (configuration: Configuration) => Engine {
  const engines = new WeakMap<Configuration, Engine>();
  return (configuration) => {
    const known = engines.get(configuration);
    if (known) return known;
    const { snapshot } = configuration;
    const engine = createEngine({ snapshot, ids: configuration, values: allValues, lists: allLists, botUsername });
    engines.set(configuration, engine);
    return engine;
  };
}
