/** Actions as text, as a JSON list in text, or as a list. */
import type { ActionSource, StepSource } from '../../schema.ts';
import { MAX_ACTION_LEVELS, MAX_STEPS } from '../limits.ts';
import type { Path } from '../problems.ts';
import type { Step } from '../snapshot.ts';
import type { Compilation, ParsedAction } from './context.ts';

type Refused<S extends Step> = Extract<ParsedAction<S>, { readonly ok: false }>;

export function compileSteps<S extends Step>(
  compilation: Compilation<S>,
  source: ActionSource,
  path: Path,
): readonly { readonly step: S; readonly path: Path }[] {
  const list = listOf(compilation, source, path);
  if (list.length > MAX_STEPS) compilation.report('too_many_steps', path, { most: MAX_STEPS });
  return list.slice(0, MAX_STEPS).flatMap(({ source: one, path: place }) => {
    const parsed = parse(compilation, one);
    if (parsed.ok) return [{ step: parsed.step, path: place }];
    reportFaults(compilation, one, parsed.problem, place);
    return [];
  });
}

function parse<S extends Step>(compilation: Compilation<S>, source: StepSource): ParsedAction<S> {
  if (typeof source !== 'string') return compilation.actions.parse(source);
  const text = source.trim();
  const known = compilation.parsed.get(text) ?? compilation.actions.parse(text);
  compilation.parsed.set(text, known);
  return known;
}

function reportFaults<S extends Step>(
  compilation: Compilation<S>,
  source: StepSource,
  fault: Refused<S>['problem'],
  place: Path,
): void {
  const { actions } = compilation;
  const action = (typeof source === 'string' ? (/^\S+/.exec(source.trim())?.[0] ?? '') : source.action).trim();
  if (actions.names?.includes(action) === false) {
    compilation.report('unknown_action', place, { action }, { word: action, among: actions.names });
  } else if (typeof fault === 'string') {
    compilation.report('action_invalid', place, { ru: fault, en: fault });
  } else if ('ru' in fault) {
    compilation.report('action_invalid', place, { ru: fault.ru, en: fault.en });
  } else {
    for (const { path, message } of fault) {
      const argument = path.join('.');
      const title = actions.title?.(action) ?? { ru: action, en: action };
      const field = actions.argumentTitle?.(action, String(path[0] ?? '')) ?? { ru: argument, en: argument };
      const params = {
        action,
        argument,
        ru: argument === '' ? `«${title.ru}»: ${message.ru}` : `«${title.ru}», поле «${field.ru}»: ${message.ru}`,
        en: argument === '' ? `“${title.en}”: ${message.en}` : `“${title.en}”, field “${field.en}”: ${message.en}`,
        example: actions.example?.(action) ?? action,
      };
      // An action written as words has no places of its own for its arguments.
      const at = typeof source === 'string' ? place : [...place, ...path];
      compilation.report(argument === '' ? 'action_invalid' : 'action_argument', at, params);
    }
  }
}

interface PlacedStep {
  readonly source: StepSource;
  readonly path: Path;
}

function listOf<S extends Step>(compilation: Compilation<S>, source: ActionSource, path: Path): PlacedStep[] {
  if (typeof source !== 'string') return source.map((step, index) => ({ source: step, path: [...path, index] }));
  if (!source.trimStart().startsWith('[')) return [{ source, path }];
  const refuse = (detail: string): PlacedStep[] => {
    compilation.report('action_json', path, { detail });
    return [];
  };
  try {
    const list: unknown = JSON.parse(source);
    if (!isWithin(MAX_ACTION_LEVELS, list)) return refuse(`> ${MAX_ACTION_LEVELS} × [ … ]`);
    if (!Array.isArray(list) || !list.every(isStepSource)) return refuse('[ "name arguments", {"action": "name", …} ]');
    return list.length === 0 ? refuse('[]') : list.map((step) => ({ source: step, path }));
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

/** Whether it has no more levels than that: who looks through deeper ones ends the stack. */
function isWithin(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((inner) => isWithin(levels - 1, inner));
}

function isStepSource(value: unknown): value is StepSource {
  if (typeof value === 'string') return value.trim() !== '';
  return typeof value === 'object' && value !== null && 'action' in value && typeof value.action === 'string';
}
