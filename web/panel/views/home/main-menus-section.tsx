import { Button, SimpleGrid, Text, VisuallyHidden } from '@mantine/core';
import { IconMessage2Plus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { draftQuery, type Draft } from '../../api/configuration.ts';
import { useMay } from '../../api/session.ts';
import { ChatMessage } from '../../chat/chat-message.tsx';
import { pictureAddress } from '../../chat/content.ts';
import { ReplyKeyboard } from '../../chat/reply-keyboard.tsx';
import { Section } from '../../parts/section.tsx';
import { Empty, Failed, Loading } from '../../parts/states.tsx';
import { useLanguage } from '../../words/language.ts';
import { useWords } from '../../words/words.ts';
import { homeWords } from './home-words.ts';
import classes from './home.module.css';
import { mainMenus, type MainMenu } from './main-menus.ts';
import { useDocument } from './use-document.ts';

/** The screens that people meet first, as they look, each a way into the editor. */
export function MainMenus() {
  const words = useWords(homeWords);
  const { language } = useLanguage();
  const { data: draft, error, refetch } = useDocument();
  const menus = draft ? mainMenus(draft, language) : [];
  const mayWrite = useMay('config:write');
  // A document names no ids, and the editor's addresses are made of them.
  const { data: ids } = useQuery({ ...draftQuery, select: callbackIds });
  return (
    <Section title={words.menus}>
      {draft === undefined ? (
        error ? (
          <Failed error={error} retry={() => void refetch()} />
        ) : (
          <Loading />
        )
      ) : menus.length === 0 ? (
        <Empty
          icon={<IconMessage2Plus />}
          title={words.noMenus}
          action={<Button renderRoot={(props) => <Link to="/editor" {...props} />}>{words.toEditor}</Button>}
        >
          {mayWrite ? words.noMenusAbout : words.noMenusLook}
        </Empty>
      ) : (
        <>
          <Text c="dimmed">{mayWrite ? words.menusAbout : words.menusLook}</Text>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            {menus.map((menu) => (
              <Screen key={menu.name} menu={menu} id={ids?.get(menu.name)} mayWrite={mayWrite} />
            ))}
          </SimpleGrid>
        </>
      )}
    </Section>
  );
}

function callbackIds({ entries }: Draft): ReadonlyMap<unknown, string> {
  return new Map(
    entries.filter(({ kind }) => kind === 'callback').map(({ id, content }) => [content['callback_data'], id]),
  );
}

interface ScreenProps {
  readonly menu: MainMenu;
  /** Of its callback, as soon as it is known. */
  readonly id: string | undefined;
  readonly mayWrite: boolean;
}

function Screen({ menu, id, mayWrite }: ScreenProps) {
  const words = useWords(homeWords);
  const { name, html, photo, kind, rows } = menu;
  const keys = rows.map((row) => row.map(({ label }) => ({ label })));
  return (
    <Link to="/editor" search={id === undefined ? {} : { entry: `callback/${id}` }} className={classes['menu']}>
      <VisuallyHidden>{(mayWrite ? words.edit : words.look)(name)}</VisuallyHidden>
      <ChatMessage
        from="bot"
        content={{ text: { html }, ...(photo !== null && { photo: { src: pictureAddress(photo) } }) }}
        {...(kind === 'inline' && { keyboard: keys })}
      />
      {kind === 'reply' && <ReplyKeyboard rows={keys} />}
    </Link>
  );
}
