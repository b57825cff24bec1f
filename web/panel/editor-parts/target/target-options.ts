/** What a button or a step may lead to, as a list to choose from. */
import type { Language } from '../../words/language.ts';
import type { ActionDescription, Entrance, Registry, Screen } from '../configuration.ts';
import { plainLine, titleOf } from '../screens.ts';

export interface TargetOption {
  /** A callback's data, a handler's pattern, or the name of an action that no callback does yet. */
  readonly name: string;
  readonly title: string;
  readonly group: 'screens' | 'actions' | 'handlers' | 'newActions';
}

interface Offered {
  readonly callbacks: readonly Screen[];
  /** Left out where a press leads to callbacks only, as that of a button. */
  readonly handlers?: readonly Entrance[] | undefined;
  readonly registry: Registry;
}

/** Screens first, then what the bot does without showing anything itself, then what people write. */
export function targetOptions({ callbacks, handlers = [], registry }: Offered, language: Language): TargetOption[] {
  const ofCallbacks = callbacks.map((screen): TargetOption => ({
    name: screen.callback_data,
    title: titleOf(screen, language, registry),
    group: screen.message === undefined ? 'actions' : 'screens',
  }));
  const ofHandlers = handlers
    .filter(({ pattern }) => pattern !== '*' && !pattern.startsWith('re:'))
    .map(({ pattern, message }): TargetOption => ({
      name: pattern,
      title: plainLine(message, language),
      group: 'handlers',
    }));
  return [
    ...ofCallbacks.filter(({ group }) => group === 'screens'),
    ...ofCallbacks.filter(({ group }) => group === 'actions'),
    ...ofHandlers,
  ];
}

/** These show an entry's message, and do nothing on their own. */
const showing = new Set(['send', 'edit', 'notice', 'alert', 'retire']);

/** Actions that need nothing but to be done, and that nothing does by itself yet. */
export function newActions(registry: Registry, callbacks: readonly Screen[], language: Language): TargetOption[] {
  const isDone = ({ name }: ActionDescription) =>
    callbacks.some(({ action, callback_data: data }) => action === name || data === name);
  return registry
    .filter((each) => !showing.has(each.name) && !hasArguments(each) && !isDone(each))
    .map(({ name, title }): TargetOption => ({ name, title: title[language], group: 'newActions' }));
}

/** What is called so comes first, then what begins so, then what has it somewhere. */
export function findTargets(options: readonly TargetOption[], search: string): readonly TargetOption[] {
  const wanted = search.trim().toLowerCase();
  const rank = (option: TargetOption) => {
    if (isNamed(option, search)) return -1;
    const places = [option.name, option.title].map((text) => text.toLowerCase().indexOf(wanted));
    return places.includes(0) ? 0 : places.every((place) => place === -1) ? 2 : 1;
  };
  return options.filter((each) => rank(each) < 2).toSorted((one, other) => rank(one) - rank(other));
}

/** Whether this is its very name, in capitals or not. */
export function isNamed({ name }: TargetOption, search: string): boolean {
  return name.toLowerCase() === search.trim().toLowerCase();
}

function hasArguments({ arguments: { required } }: ActionDescription): boolean {
  return Array.isArray(required) && required.length > 0;
}
