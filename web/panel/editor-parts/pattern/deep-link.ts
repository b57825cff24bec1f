import { useQuery } from '@tanstack/react-query';
import { botQuery, chatAddress, type BotView } from '../../bot/bot-query.ts';

/** Where a mark leads, of the bot that is connected; null while Telegram knows no such bot. */
export function useDeepLink(mark: string, isAsked: boolean): string | null {
  // A bot is changed elsewhere, and seldom.
  const { data } = useQuery({ ...botQuery, enabled: isAsked, refetchInterval: false });
  return data !== undefined && isAsked ? deepLink(data, mark) : null;
}

export function deepLink({ bot, is_simulated: isSimulated }: Pick<BotView, 'bot' | 'is_simulated'>, mark: string) {
  return bot === null || isSimulated ? null : `${chatAddress(bot.username)}?start=${mark}`;
}
