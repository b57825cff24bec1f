import { sql } from 'kysely';
import type { Desk, Write } from '../../platform/database/batch.ts';
import type { Call } from '../call.ts';

/** Something to say in a chat that no update came from. */
interface NewLetter {
  readonly botId: number;
  readonly chatId: number;
  readonly calls: readonly Call[];
}

/** What a batch has to say elsewhere: due at once, sent by whoever sends what is due. */
class LettersDesk implements Desk {
  readonly #letters: NewLetter[] = [];

  write(letter: NewLetter): void {
    this.#letters.push(letter);
  }

  writes(): readonly Write[] {
    const letters = this.#letters;
    if (letters.length === 0) return [];
    return [
      {
        name: 'further_letters',
        sql: sql`
          insert into outgoing (bot_id, chat_id, calls, due_at)
          select bot_id, chat_id, calls, now()
          from unnest(${letters.map((l) => l.botId)}::bigint[], ${letters.map((l) => l.chatId)}::bigint[],
            ${letters.map((l) => JSON.stringify(l.calls))}::jsonb[]) as l(bot_id, chat_id, calls)`,
      },
    ];
  }
}

export const lettersDesk = (): LettersDesk => new LettersDesk();
