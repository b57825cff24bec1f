/** Telegram's menu of commands. */
import { textIn } from '../../../texts/language.ts';
import type { ConfigDocument, Text } from '../../schema.ts';
import { MAX_COMMANDS } from '../limits.ts';
import type { Path } from '../problems.ts';
import type { MenuCommand, Step } from '../snapshot.ts';
import { hasExpressions } from '../template-engine.ts';
import type { Compilation } from './context.ts';
import type { PlacedHandler } from './entries.ts';
import { checkPlain, compileText, reportMissing, reportRepeated } from './texts.ts';

/** The commands that handlers describe, in their order. */
export function compileCommands<S extends Step>(
  compilation: Compilation<S>,
  document: ConfigDocument,
  live: readonly PlacedHandler<S>[],
): readonly MenuCommand[] {
  const commands = live.flatMap(({ pattern, path, entry }): MenuCommand[] => {
    const description = document.handlers[Number(path[1])]?.description;
    if (description === undefined) return [];
    const place = [...path, 'description'];
    checkFixed(compilation, description, place);
    if (pattern.kind !== 'command' || !/^[a-z0-9_]{1,32}$/.test(pattern.key)) {
      compilation.report('description_ignored', place, { pattern: entry.name });
      return [];
    }
    return [Object.freeze({ command: pattern.key, description: (language: string) => textIn(description, language) })];
  });
  if (commands.length > MAX_COMMANDS) {
    compilation.report('too_many_commands', ['handlers'], { count: commands.length, most: MAX_COMMANDS });
  }
  return Object.freeze(commands);
}

/** Names of activities that a new person begins with. */
export function checkReadyMade<S extends Step>(compilation: Compilation<S>, names: readonly Text[]): void {
  const seen = new Set<string>();
  for (const [index, name] of names.entries()) {
    const path = ['ready_made_activities', index];
    const compiled = compileText(compilation, name, 'plain', path);
    for (const each of compiled?.all ?? []) {
      checkPlain(compilation, each);
      reportRepeated(compilation, seen, each);
      if (!each.template.constant) compilation.report('description_expression', each.path);
    }
  }
}

/** A text that is the same for everybody. */
function checkFixed<S extends Step>(compilation: Compilation<S>, text: Text, path: Path): void {
  reportMissing(compilation, text, path);
  for (const [source, place] of placedTexts(text, path)) {
    if (hasExpressions(source)) compilation.report('description_expression', place);
    else if (source.trim() === '') compilation.report('text_empty', place);
  }
}

function placedTexts(text: Text, path: Path): (readonly [string, Path])[] {
  if (typeof text === 'string') return [[text, path]];
  return Object.entries(text).map(([language, source]) => [source, [...path, language]]);
}
