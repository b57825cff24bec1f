/** A configuration as a picture: what answers people, and by which buttons and steps they get from one to the other. */
import type { ConfigDocument, Text } from '../schema.ts';
import { type CompileOptions, createCompilation } from './compile/context.ts';
import { compileCallbacks, compileHandlers, type PlacedEntry } from './compile/entries.ts';
import { compileKeyboards, type PlacedButton } from './compile/keyboards.ts';
import { compileLabels } from './compile/labels.ts';
import { createPlaces, findPlace, leadOf, prefixIndex } from './compile/references.ts';
import type { EntryIds } from './draft.ts';
import { compileMatcher, type Matcher } from './match.ts';
import type { Path } from './problems.ts';
import { type Found, findCallback, type Step } from './snapshot.ts';
import { plainText } from './telegram-html.ts';

/** A button's way: on which keyboard it stands, and where. */
interface ButtonWay {
  readonly kind: 'button';
  readonly label: Text;
  readonly keyboard: string;
  /** The name of a button that keyboards share; else its row and column, from 0. */
  readonly place: { readonly shared: string } | { readonly row: number; readonly column: number };
  /** Whether it depends on a value where it leads. */
  readonly isPerhaps: boolean;
}

/** A way that is gone without a press. */
interface StepWay {
  readonly kind: 'step';
  readonly action: string;
  /** Whether it is always gone, and at once, as `goto` is. */
  readonly isAlways: boolean;
}

export type Way = ButtonWay | StepWay;

export interface GraphNode {
  /** `handler/12`, `callback/13`, `link/https://example.com`. */
  readonly key: string;
  readonly kind: 'handler' | 'callback' | 'link';
  /** Empty for a link. */
  readonly id: string;
  /** The pattern, the callback's data, the address. */
  readonly name: string;
  readonly enabled: boolean;
  /** Whether the program opens it by itself. */
  readonly isOpened: boolean;
  /** How its message begins, without formatting; null where it says nothing. */
  readonly says: Text | null;
  /** The name of what it does first; null for a link, and where that is unknown. */
  readonly action: string | null;
  /** Keyboards it may show. */
  readonly keyboards: readonly string[];
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly ways: readonly Way[];
}

export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** UTF-16 units of a message that stand in the picture. */
const saidUnits = 80;

/** In small steps, between which a busy process can do something else. What is wrong with the document is for the check. */
export function* drawing<S extends Step>(
  document: ConfigDocument,
  ids: EntryIds,
  options: CompileOptions<S>,
): Generator<void, Graph> {
  const compilation = createCompilation(options);
  const { keyboards, placed } = yield* compileKeyboards(compilation, document);
  const handlers = yield* compileHandlers(compilation, document.handlers, keyboards);
  const callbacks = yield* compileCallbacks(compilation, document.callbacks, keyboards);
  const places = createPlaces(handlers, callbacks);
  const entries = [...handlers, ...callbacks.values()];
  yield;
  const liveCallbacks = new Map([...callbacks].map(([data, { entry }]) => [data, entry]));
  const matcher = compileMatcher([
    ...handlers.map(({ pattern, entry }) => ({ pattern, value: { entry, args: '' } })),
    ...compileLabels(compilation, placed, liveCallbacks),
  ]);
  const { required = [], optional = [] } = options.actions;
  const opened = new Set([...required, ...optional].map((name) => findPlace(places, name)));
  yield;

  const keys = new Map(entries.map((place) => [place, keyOf(place, ids)]));
  const byEntry = new Map(entries.map((place) => [place.entry, place]));
  const beginningWith = prefixIndex([...callbacks.keys()]);
  const buttonsOf = Map.groupBy(placed, ({ keyboardId }) => keyboardId);
  const links = new Map<string, GraphNode>();
  const ways = new Map<string, { from: string; to: string; ways: Way[] }>();
  const lead = (from: string, to: string | undefined, way: Way) => {
    if (to === undefined) return;
    const edge = ways.get(`${from} ${to}`) ?? { from, to, ways: [] };
    edge.ways.push(way);
    ways.set(`${from} ${to}`, edge);
  };
  const linkTo = (address: string): string => {
    const key = `link/${address}`;
    if (!links.has(key)) links.set(key, linkNode(key, address));
    return key;
  };

  for (const place of entries) {
    yield;
    const from = keys.get(place) ?? '';
    for (const { step } of place.steps) {
      for (const target of options.actions.targets(step)) {
        const to = findPlace(places, target);
        const isAlways = options.actions.jump?.(step) === target;
        lead(from, to && keys.get(to), { kind: 'step', action: step.name, isAlways });
      }
    }
    for (const keyboardId of new Set(place.keyboardIds)) {
      for (const button of buttonsOf.get(keyboardId) ?? []) {
        const { url, webApp } = button.compiled;
        const address = url ?? webApp;
        if (address !== undefined) lead(from, linkTo(address), wayOf(button, document, false));
        const { found, isPerhaps } = meantBy(button, callbacks, beginningWith, matcher);
        for (const name of found) {
          const to = typeof name === 'string' ? callbacks.get(name) : byEntry.get(name.entry);
          lead(from, to && keys.get(to), wayOf(button, document, isPerhaps));
        }
      }
    }
  }

  const nodes = entries.map((place) => nodeOf(place, document, ids, opened.has(place)));
  return { nodes: [...nodes, ...links.values()], edges: [...ways.values()] };
}

/** What a press of a button may come to. */
function meantBy<S extends Step>(
  { data, labels, keyboard, compiled }: PlacedButton,
  callbacks: ReadonlyMap<string, PlacedEntry<S>>,
  beginningWith: (prefix: string) => readonly string[],
  matcher: Matcher<Found<S>>,
): { readonly found: readonly (string | Found<S>)[]; readonly isPerhaps: boolean } {
  const { requests, webApp, url } = compiled;
  if (requests !== undefined || webApp !== undefined || url !== undefined) return { found: [], isPerhaps: false };
  if (data === undefined) {
    if (keyboard === 'inline') return { found: [], isPerhaps: false };
    const said = labels.filter(({ template }) => template.constant).map(({ template }) => template.source.trim());
    const matches = said.map((label) => matcher.match(label, { botUsername: '' }));
    // What answers everything is meant by no button in particular.
    const meant = new Map(
      matches.flatMap((match) =>
        match === undefined || match.kind === 'any' ? [] : [[match.value.entry, match.value] as const],
      ),
    );
    return { found: [...meant.values()], isPerhaps: false };
  }
  const led = leadOf(data);
  if (led === undefined) return { found: [], isPerhaps: false };
  if (!led.isWhole) return { found: led.name === '' ? [] : beginningWith(led.name), isPerhaps: true };
  const place = findCallback(callbacks, led.name)?.entry;
  return { found: place === undefined ? [] : [place.entry.name], isPerhaps: false };
}

function wayOf({ keyboardId, path }: PlacedButton, document: ConfigDocument, isPerhaps: boolean): ButtonWay {
  const [section, name, , row, column] = path;
  const isShared = section === 'buttons';
  const at = { row: Number(row), column: Number(column) };
  const cell = isShared ? document.buttons[String(name)] : document.keyboards[keyboardId]?.layout[at.row]?.[at.column];
  return {
    kind: 'button',
    label: cell === undefined || typeof cell === 'string' ? '' : cell.label,
    keyboard: keyboardId,
    place: isShared ? { shared: String(name) } : at,
    isPerhaps,
  };
}

function keyOf<S extends Step>({ path }: PlacedEntry<S>, ids: EntryIds): string {
  return `${path[0] === 'handlers' ? 'handler' : 'callback'}/${idAt(path, ids)}`;
}

function idAt([section, index]: Path, { handlerIds, callbackIds }: EntryIds): string {
  return (section === 'handlers' ? handlerIds : callbackIds)[Number(index)] ?? '';
}

function nodeOf<S extends Step>(
  place: PlacedEntry<S>,
  document: ConfigDocument,
  ids: EntryIds,
  isOpened: boolean,
): GraphNode {
  const { path, entry, enabled, keyboardIds, steps } = place;
  const isHandler = path[0] === 'handlers';
  const { message } = (isHandler ? document.handlers : document.callbacks)[Number(path[1])] ?? {};
  return {
    key: keyOf(place, ids),
    kind: isHandler ? 'handler' : 'callback',
    id: idAt(path, ids),
    name: entry.name,
    enabled,
    isOpened,
    says: message === undefined ? null : beginningOf(message),
    action: steps[0]?.step.name ?? null,
    keyboards: [...new Set(keyboardIds)],
  };
}

function beginningOf(message: Text): Text {
  if (typeof message === 'string') return shortened(message);
  return Object.fromEntries(Object.entries(message).map(([language, text]) => [language, shortened(text)]));
}

function shortened(html: string): string {
  const text = plainText(html)
    .replaceAll(/\{%.*?%\}/gs, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return text.length <= saidUnits ? text : `${text.slice(0, saidUnits - 1).trimEnd()}…`;
}

function linkNode(key: string, address: string): GraphNode {
  return {
    key,
    kind: 'link',
    id: '',
    name: address,
    enabled: true,
    isOpened: false,
    says: null,
    action: null,
    keyboards: [],
  };
}
