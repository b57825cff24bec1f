import { z } from 'zod';

/**
 * An id of a row as the API writes it: text, because JSON's readers may lose a long number's last digits. It has at
 * most 15 of them: far more rows than there will be, and a number that JavaScript holds exactly.
 */
export const idText = z
  .string()
  .regex(/^[1-9]\d{0,14}$/, { error: 'must be an id: digits' })
  .meta({ example: '42' });
