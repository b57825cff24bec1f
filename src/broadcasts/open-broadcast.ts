import { UnknownConfiguration, type Compiler, type Configuration } from '../builder/configuration.ts';
import type { Engine } from '../builder/engine.ts';
import { readPublished } from '../builder/published.ts';
import type { Queries } from '../platform/database/database.ts';
import { placeIn } from './rules/place.ts';
import { readSentContent, type Sending } from './store/recipients.ts';

/** A broadcast ready to be shown to people. */
export interface OpenBroadcast {
  readonly id: number;
  readonly engine: Engine;
  /** The callback that shows it. */
  readonly callback: string;
}

export interface OpenBroadcastDependencies {
  readonly queries: Queries;
  readonly compile: Compiler;
  readonly engineOf: (configuration: Configuration) => Engine;
}

/**
 * Makes a broadcast ready by the configuration it was started with, whatever runs now.
 *
 * @throws {UnknownConfiguration} where this program cannot show it.
 */
export async function openBroadcast(
  { queries, compile, engineOf }: OpenBroadcastDependencies,
  { id, config_version: version }: Sending,
): Promise<OpenBroadcast> {
  const [content, published] = [await readSentContent(queries, id), await readPublished(queries, version)];
  if (!content || !published) throw new UnknownConfiguration(version, 'it is not there');
  const { document, callback } = placeIn(published.document, content);
  return { id, engine: engineOf(await compile({ ...published, document })), callback };
}
