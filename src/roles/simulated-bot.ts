/** The bot that the simulator knows. Its token opens nothing but the simulator. */
export const simulatedBot = {
  token: '7000000001:minuta-simulated-bot-opens-no-real-one',
  identity: { id: 7_000_000_001, first_name: 'Minuta', username: 'minuta_bot' },
} as const;

export const simulatorPath = '/simulator';
