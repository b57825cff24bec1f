import { z } from 'zod';
import { badRequest } from '../refusal.ts';
import { checkedLink } from '../text/parse-html.ts';
import type { Methods } from './method.ts';

/** UTF-16 units. */
const ANSWER_LIMIT = 200;
const resultsShape = z.array(z.looseObject({ type: z.string(), id: z.string().min(1) })).max(50);

/** Answers to presses and to inline queries. */
export const queryMethods: Methods = {
  answercallbackquery: (params, core) => {
    const text = params.text('text') ?? '';
    if (text.length > ANSWER_LIMIT) throw badRequest('MESSAGE_TOO_LONG');
    const link = params.text('url') ?? '';
    const url = link === '' ? undefined : checkedLink(link);
    if (link !== '' && url === undefined) throw badRequest('URL_INVALID');
    const queryId = params.text('callback_query_id') ?? '';
    const query = core.queries.close(queryId);
    core.feed.publish({
      type: 'answer',
      chat_id: query.chatId,
      answer: {
        query_id: queryId,
        message_id: query.messageId,
        ...(text === '' ? {} : { text }),
        show_alert: params.flag('show_alert'),
        ...(url === undefined ? {} : { url }),
      },
    });
    return true;
  },
  answerinlinequery: (params, core) => {
    const parsed = resultsShape.safeParse(params.json('results') ?? []);
    if (!parsed.success) throw badRequest("can't parse inline query result");
    core.queries.close(params.text('inline_query_id'));
    return true;
  },
};
