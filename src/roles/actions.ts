import { builderActions, builderValues } from '../builder/actions.ts';
import type { Action } from '../builder/actions-catalogue.ts';
import type { ListProviders, ValueProviders } from '../builder/render.ts';
import { exportActions } from '../exports/actions.ts';
import { peopleLists, peopleValues, settingsActions } from '../people/actions.ts';
import { privacyActions } from '../privacy/actions.ts';
import { valueWords } from '../texts/value-words.ts';
import { activityActions } from '../tracker/activity-actions.ts';
import { correctionActions } from '../tracker/correction-actions.ts';
import { trackerActions } from '../tracker/actions.ts';
import { statisticsActions, statisticsValues } from '../tracker/statistics-actions.ts';
import { trackerLists, trackerValues } from '../tracker/values.ts';

/** Everything a message or a button can do, of all features: what the bot runs by, and the API and the checks too. */
export const allActions: readonly Action[] = [
  ...builderActions,
  ...trackerActions,
  ...activityActions,
  ...correctionActions,
  ...statisticsActions,
  ...exportActions,
  ...settingsActions,
  ...privacyActions,
];

/** Everything that templates may name. */
export const allValues: ValueProviders = { ...builderValues, ...peopleValues, ...trackerValues, ...statisticsValues };

/** Every list that a keyboard can make buttons from. */
export const allLists: ListProviders = { ...peopleLists, ...trackerLists };

/** The first names of everything that every template may name, for the check of a configuration. */
export const valueNames: readonly string[] = [
  ...new Set(valueWords.map(({ name }) => name.split('.')[0] ?? name).filter((name) => !/^(item|secret)$/.test(name))),
];
