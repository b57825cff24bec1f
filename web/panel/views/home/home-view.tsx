import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { botQuery } from '../../bot/bot-query.ts';
import { Page } from '../../parts/page.tsx';
import { Failed, Loading } from '../../parts/states.tsx';
import { useWords } from '../../words/words.ts';
import { BotCard } from './bot-card.tsx';
import { Figures } from './figures.tsx';
import { FirstSteps } from './first-steps.tsx';
import { homeWords } from './home-words.ts';
import classes from './home.module.css';
import { MainMenus } from './main-menus-section.tsx';
import { TryChat } from './try-chat.tsx';

/** A living bot: who it is, what people see of it, how today goes, and a chat to try it. */
export function HomeView() {
  const words = useWords(homeWords);
  const { data: bot, error, refetch } = useQuery(botQuery);
  return (
    <Page title={words.title}>
      {bot ? (
        <div className={classes['layout']}>
          <Stack className={classes['top'] ?? ''}>
            <BotCard bot={bot} />
            <FirstSteps />
          </Stack>
          <div className={classes['chat']} id="chat">
            <TryChat bot={bot} />
          </div>
          <Stack className={classes['rest'] ?? ''}>
            <Figures />
            <MainMenus />
          </Stack>
        </div>
      ) : error ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </Page>
  );
}
