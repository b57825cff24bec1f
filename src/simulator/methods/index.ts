import { aboutMethods } from './about.ts';
import { editMethods } from './edit.ts';
import type { Methods } from './method.ts';
import { queryMethods } from './queries.ts';
import { sendMethods } from './send.ts';
import { updateMethods } from './updates.ts';

/** Every method the simulator knows. */
export const methods: Methods = {
  ...aboutMethods,
  ...updateMethods,
  ...sendMethods,
  ...editMethods,
  ...queryMethods,
};
