import { expect, it } from 'vitest';
import * as rules from '../../../src/builder/rules/limits.ts';
import { MAX_PICTURE_BYTES } from '../../../src/uploads/rules/picture.ts';
import * as own from './limits.ts';

it('C9 the editor knows the same bounds as the check', () => {
  expect(own.mostUnits).toEqual({
    message: rules.MAX_TEXT_UNITS,
    caption: rules.MAX_CAPTION_UNITS,
    notice: rules.MAX_NOTICE_UNITS,
  });
  expect(own.mostDataBytes).toBe(rules.MAX_DATA_BYTES);
  expect(own.mostRowButtons).toBe(rules.MAX_ROW_BUTTONS);
  expect(own.mostKeyboardButtons).toBe(rules.MAX_KEYBOARD_BUTTONS);
  expect(own.readableLabelUnits).toBe(rules.READABLE_LABEL_UNITS);
  expect(own.mostSteps).toBe(rules.MAX_STEPS);
  expect(own.mostPictureBytes).toBe(MAX_PICTURE_BYTES);
  expect(own.utf8Bytes('меню/1')).toBe(rules.utf8Bytes('меню/1'));
});

it('C2 how long a button’s data is, is worth a word in the last quarter', () => {
  expect([0, 33, 34, 44, 45].map((bytes) => own.isNearlyFull(bytes, own.mostDataBytes))).toEqual([
    false,
    false,
    true,
    true,
    true,
  ]);
});
