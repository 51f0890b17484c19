import { expect, test } from 'vitest';
import { readContext, writeContext } from '../../server/src/flags/context-text';

const read = (text: string) => {
  const reading = readContext(text);
  return 'problem' in reading ? reading.problem : { ...reading.context };
};

test.each([
  ['', {}],
  ['user_id=user_123, plan=pro', { user_id: 'user_123', plan: 'pro' }],
  [' user_id = 7 ,, q=x=y ', { user_id: '7', q: 'x=y' }],
  ['name="Kim, Lee", mail=k@x.org', { name: 'Kim, Lee', mail: 'k@x.org' }],
  ['name="a \\"b\\" \\\\", x=', { name: 'a "b" \\', x: '' }],
  ['constructor=x', { constructor: 'x' }],
  ['plan', "Write attributes as NAME=VALUE, such as user_id=user_123, not 'plan'."],
  ['=pro', "Write attributes as NAME=VALUE, such as user_id=user_123, not '=pro'."],
  ['a=1, a=2', 'The attribute a stands twice.'],
])('%s', (text, expected) => expect(read(text)).toEqual(expected));

test('what was written is read again', () => {
  const context = { user_id: 'a, b', plan: 'pro', quote: 'x"y', space: ' z ' };
  expect(read(writeContext(context))).toEqual(context);
});
