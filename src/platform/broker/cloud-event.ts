import { isRecord } from '../is-record.ts';
import type { BrokerEvent } from './event.ts';

const specification = '1.0';
const source = '/minuta';
const mediaType = 'application/json';

/** The media type of an event as it travels. */
export const eventMediaType = 'application/cloudevents+json';

/** Nothing of ours is near it; whatever is larger was not written by this program. */
const mostBytes = 1024 * 1024;

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Small words with points between them: a routing key of any broker. */
const typeShape = /^[a-z][a-z_]*(\.[a-z][a-z_]*)+$/;
const subjectShape = /^[1-9]\d{0,15}$/;

/** A message that is no event of ours, and why: it goes to the dead letters as it came. */
export interface Unreadable {
  /** For the operator; nothing of what the message says. */
  readonly reason: string;
}

/** An event in the structured mode of CloudEvents' JSON format. */
export function writeCloudEvent({ id, type, subject, time, data }: BrokerEvent): string {
  return JSON.stringify({
    specversion: specification,
    id,
    source,
    type,
    time: time.toString(),
    subject,
    datacontenttype: mediaType,
    data,
  });
}

/** Reads what `writeCloudEvent` wrote, in this version of the program or another; attributes it does not know it leaves. */
export function readCloudEvent(message: Uint8Array): BrokerEvent | Unreadable {
  if (message.length > mostBytes) return { reason: `has ${message.length} bytes` };
  const parsed = parse(message);
  if (!isRecord(parsed)) return { reason: 'is no JSON object' };
  const { specversion, id, type, subject, time, data, datacontenttype = mediaType } = parsed;
  if (specversion !== specification) return { reason: 'is no CloudEvent 1.0' };
  if (typeof id !== 'string' || !uuid.test(id)) return { reason: 'its id is no UUID' };
  if (parsed['source'] !== source) return { reason: `its source is not ${source}` };
  if (typeof type !== 'string' || !typeShape.test(type)) return { reason: 'its type is none' };
  if (typeof subject !== 'string' || !subjectShape.test(subject)) return { reason: "its subject is no user's id" };
  const instant = typeof time === 'string' ? readInstant(time) : null;
  if (instant === null) return { reason: 'its time is none' };
  if (datacontenttype !== mediaType || !isRecord(data)) return { reason: 'its data is no JSON object' };
  return { id, type, subject, time: instant, data };
}

export function isUnreadable(read: BrokerEvent | Unreadable): read is Unreadable {
  return 'reason' in read;
}

function parse(message: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(message));
  } catch {
    return undefined;
  }
}

function readInstant(text: string): Temporal.Instant | null {
  try {
    return Temporal.Instant.from(text);
  } catch {
    return null;
  }
}
