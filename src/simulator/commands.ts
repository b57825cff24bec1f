import type { BotCommand } from './wire.ts';

/** Command lists by scope and language, as `setMyCommands` leaves them. */
export class Commands {
  readonly #lists = new Map<string, readonly BotCommand[]>();

  set(scope: string, language: string, commands: readonly BotCommand[]): void {
    if (commands.length === 0) this.#lists.delete(key(scope, language));
    else this.#lists.set(key(scope, language), commands);
  }

  get(scope: string, language: string): readonly BotCommand[] {
    return this.#lists.get(key(scope, language)) ?? [];
  }

  /** What one person sees: the narrowest scope that has a list, their language before none. */
  seenBy(userId: number, language: string): readonly BotCommand[] {
    for (const scope of [`chat ${userId}`, 'all_private_chats', 'default']) {
      for (const tongue of [language, '']) {
        const commands = this.get(scope, tongue);
        if (commands.length > 0) return commands;
      }
    }
    return [];
  }

  entries(): [string, readonly BotCommand[]][] {
    return [...this.#lists];
  }

  restore(entries: readonly (readonly [string, readonly BotCommand[]])[]): void {
    for (const [name, commands] of entries) this.#lists.set(name, commands);
  }
}

const key = (scope: string, language: string): string => `${scope}|${language}`;
