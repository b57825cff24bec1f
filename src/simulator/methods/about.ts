import { z } from 'zod';
import type { Core } from '../core.ts';
import type { Params } from '../params.ts';
import { badRequest } from '../refusal.ts';
import { chatOf } from '../world.ts';
import type { Methods } from './method.ts';

const commandsShape = z.array(z.object({ command: z.string(), description: z.string() })).max(100);
const scopeShape = z.object({ type: z.string(), chat_id: z.union([z.int(), z.string()]).optional() });

/** The bot itself, its command menu, its chats and files. */
export const aboutMethods: Methods = {
  getme: (_params, { world }) => ({
    ...world.bot,
    can_join_groups: true,
    can_read_all_group_messages: false,
    supports_inline_queries: true,
    can_connect_to_business: false,
    has_main_web_app: false,
  }),
  setmycommands: (params, core) => {
    const parsed = commandsShape.safeParse(params.json('commands'));
    if (!parsed.success) throw badRequest("can't parse commands: expected an Array of BotCommand");
    const commands = parsed.data.map(({ command, description }) => ({
      command: command.replace(/^\//, ''),
      description,
    }));
    if (!commands.every(({ command }) => /^[a-z0-9_]{1,32}$/.test(command))) throw badRequest('BOT_COMMAND_INVALID');
    if (!commands.every(({ description }) => description.length >= 1 && description.length <= 256)) {
      throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID');
    }
    core.commands.set(scopeOf(params), params.text('language_code') ?? '', commands);
    core.feed.publish({ type: 'commands' });
    return true;
  },
  getmycommands: (params, core) => core.commands.get(scopeOf(params), params.text('language_code') ?? ''),
  deletemycommands: (params, core) => {
    core.commands.set(scopeOf(params), params.text('language_code') ?? '', []);
    core.feed.publish({ type: 'commands' });
    return true;
  },
  // The page opens the command list from its button whatever a bot chooses here.
  setchatmenubutton: (params, core) => {
    if (params.has('chat_id')) core.world.reachable(params.text('chat_id'));
    return true;
  },
  getchatmenubutton: () => ({ type: 'commands' }),
  getchat: (params, core) => chatOf(core.world.reachable(params.text('chat_id')).user),
  getfile: (params, core) => describeFile(params, core),
};

function scopeOf(params: Params): string {
  const given = params.json('scope');
  if (given === undefined) return 'default';
  const parsed = scopeShape.safeParse(given);
  if (!parsed.success) throw badRequest("can't parse BotCommandScope");
  return parsed.data.type === 'chat' ? `chat ${parsed.data.chat_id ?? ''}` : parsed.data.type;
}

function describeFile(params: Params, core: Core): unknown {
  const found = core.files.find(params.text('file_id') ?? '');
  if (found === undefined) throw badRequest('invalid file_id');
  const { file_id, file_unique_id, size, path } = found.file;
  return { file_id, file_unique_id, file_size: size, file_path: path };
}
