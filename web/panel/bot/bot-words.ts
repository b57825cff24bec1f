import { defineWords } from '../words/words.ts';

export const botWords = defineWords(
  {
    nameless: 'Бот',
    simulated: 'Симулятор',
    simulatedAbout: 'Вместо Telegram — симулятор в браузере: можно пробовать всё, наружу ничего не уходит.',
    works: 'Работает',
    works_failing: 'Работает с перебоями',
    starting: 'Сообщения не приходят',
    startingAbout: 'Бот не получает сообщений. Сразу после запуска это проходит за несколько секунд.',
    trouble: {
      conflict:
        'Сообщения этого бота забирает ещё одна программа с тем же токеном. Остановите её, или они будут теряться по очереди.',
      unauthorized: 'Telegram больше не знает этот токен: его отозвали в @BotFather. Нужен новый.',
      unreachable: 'Telegram не отвечает: проверьте, есть ли у сервера выход в интернет.',
      refused: 'Telegram отказался присылать сообщения по этому адресу.',
      webhook: 'Telegram не может доставить сообщения по адресу сервера.',
    },
    telegramSays: 'Telegram отвечает:',
  },
  {
    nameless: 'Bot',
    simulated: 'Simulator',
    simulatedAbout: 'A simulator in the browser stands in for Telegram: try anything, nothing leaves this machine.',
    works: 'Works',
    works_failing: 'Works with interruptions',
    starting: 'No messages arrive',
    startingAbout: 'The bot receives no messages. Just after a start this passes within a few seconds.',
    trouble: {
      conflict: 'Another program takes this bot’s messages with the same token. Stop it, or they get lost in turns.',
      unauthorized: 'Telegram does not know this token any more: it was revoked at @BotFather. A new one is needed.',
      unreachable: 'Telegram does not answer: see whether the server can reach the internet.',
      refused: 'Telegram will not send messages to this address.',
      webhook: 'Telegram cannot deliver messages to the server’s address.',
    },
    telegramSays: 'Telegram says:',
  },
);
