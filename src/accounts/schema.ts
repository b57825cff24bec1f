/** The shapes of accounts in the API. */
import { z } from 'zod';
import { SCOPES } from '../platform/http/access.ts';
import { idText } from '../platform/http/id-text.ts';
import { ROLES } from './roles.ts';

export const idParams = z.strictObject({ id: idText });

const login = z
  .string()
  .max(64)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}@._+-]*$/u, 'must be letters, digits and @ . _ + -, beginning with a letter or digit')
  .meta({ description: 'Compared without regard to case', examples: ['anna'] });
/** NIST SP 800-63B: length is what counts; nothing is asked of the kinds of characters. */
const newPassword = z
  .string()
  .min(8)
  .max(256)
  .meta({ description: '8–256 characters', examples: ['correct horse battery'] });
const givenPassword = z.string().min(1).max(256);
const role = z.enum(ROLES).meta({ description: 'owner: everything; editor: all but accounts; viewer: reads' });
const scope = z.enum(SCOPES);
const moment = z.iso.datetime({ offset: true }).meta({ examples: ['2026-11-22T10:00:00Z'] });
const telegramId = idText
  .nullable()
  .meta({ description: 'Where the bot sends notices for administrators', examples: ['4200000001'] });

export const signInBody = z.strictObject({
  login: z
    .string()
    .min(1)
    .max(64)
    .meta({ examples: ['admin'] }),
  password: givenPassword,
});

export const adminSchema = z.strictObject({
  id: idText,
  login: z.string(),
  role,
  telegram_id: telegramId,
  must_change_password: z.boolean().meta({ description: 'Their password was made by somebody else' }),
  created_at: moment,
});

export const signedInSchema = z.strictObject({
  csrf_token: z.string().meta({ description: 'To be sent as X-CSRF-Token with every change by cookie' }),
  admin: adminSchema,
  scopes: z.array(scope),
});

export const meSchema = z.strictObject({
  kind: z.enum(['admin', 'token']),
  name: z.string().meta({ description: 'The login, or the name of the token' }),
  admin: adminSchema,
  scopes: z.array(scope),
  csrf_token: z.string().nullable().meta({ description: 'Null for a token, which needs none' }),
});

export const ownChange = z.strictObject({ telegram_id: telegramId });
export const passwordChange = z.strictObject({ current_password: givenPassword, new_password: newPassword });

export const sessionSchema = z.strictObject({
  id: idText,
  is_current: z.boolean(),
  created_at: moment,
  seen_at: moment,
  expires_at: moment,
  address: z.string(),
  user_agent: z.string(),
});

export const newAdmin = z.strictObject({
  login,
  role,
  password: newPassword.exactOptional().meta({ description: 'Without it one is made and answered once' }),
  telegram_id: telegramId.exactOptional(),
});
export const madeAdmin = adminSchema.extend({
  password: z.string().nullable().meta({ description: 'The password that was made; shown this once' }),
});
export const adminChange = z.strictObject({
  login: login.exactOptional(),
  role: role.exactOptional(),
  password: newPassword.exactOptional().meta({ description: 'Ends all their sessions' }),
  telegram_id: telegramId.exactOptional(),
});

export const tokenSchema = z.strictObject({
  id: idText,
  name: z.string(),
  prefix: z.string().meta({ description: 'Its first characters' }),
  scopes: z.array(scope),
  admin_id: idText,
  admin_login: z.string(),
  created_at: moment,
  expires_at: moment.nullable(),
  used_at: moment.nullable().meta({ description: 'To the minute' }),
});
export const newToken = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1)
    .max(64)
    .meta({ examples: ['deployment'] }),
  scopes: z.array(scope).min(1).max(SCOPES.length),
  expires_at: moment.nullable().exactOptional().meta({ description: 'Null or left out: never' }),
});
export const madeToken = tokenSchema.extend({
  token: z.string().meta({ description: 'The token itself; shown this once', examples: ['minuta_…'] }),
});

export const auditSchema = z.strictObject({
  id: idText,
  at: moment,
  actor: z.strictObject({
    kind: z.enum(['admin', 'token', 'operator', 'nobody']),
    id: idText.nullable(),
    name: z.string(),
  }),
  admin_id: idText.nullable().meta({ description: 'The administrator answerable: for a token, whoever made it' }),
  action: z.string().meta({ examples: ['handler.update'] }),
  subject: z.string().meta({ examples: ['handler/12'] }),
  before: z.json().meta({ description: 'What was there; null where nothing was' }),
  after: z.json().meta({ description: 'What is there since; null where nothing is' }),
});
export const auditQuery = {
  admin_id: idText.exactOptional(),
  action: z.string().max(100).exactOptional().meta({ description: '`handler.update`; `handler.` for all of a kind' }),
  subject: z.string().max(200).exactOptional().meta({ description: '`handler/12`; `handler/` for all of a kind' }),
  from: moment.exactOptional(),
  to: moment.exactOptional().meta({ description: 'Exclusive' }),
};
