import { expect, test } from 'vitest';
import { contextChoices, withLatest } from '../../client/src/contextChoices';

const ATTRIBUTES = [
  { name: 'user_id', values: [] },
  { name: 'plan', values: ['pro', 'team'] },
];

const WORDS = {
  askNobody: 'Ask for nobody in particular',
  ask: (context: string) => `Ask for ${context}`,
  attribute: 'attribute',
  named: 'named by the flag',
  lately: 'asked lately',
};

const shown = (typed: string, recent: string[] = []) =>
  contextChoices(typed, ATTRIBUTES, recent, WORDS).map(({ label, text, isQuestion }) =>
    isQuestion ? `${label} → ask` : `${label} → ${text}`,
  );

test('nothing typed: what was asked lately, then the attributes', () => {
  expect(shown('', ['user_id=ana'])).toEqual([
    'user_id=ana → ask',
    'user_id= → user_id=',
    'plan=pro → plan=pro',
    'plan=team → plan=team',
    'plan= → plan=',
    'Ask for nobody in particular → ask',
  ]);
});

test('the last attribute is completed, and one that is named is not offered again', () => {
  expect(shown('user_id=7, pl')).toEqual([
    'plan=pro → user_id=7, plan=pro',
    'plan=team → user_id=7, plan=team',
    'plan= → user_id=7, plan=',
    'Ask for user_id=7, pl → ask',
  ]);
  expect(shown('plan=pro, ')).toEqual(['user_id= → plan=pro, user_id=', 'Ask for plan=pro → ask']);
  expect(shown('plan=pro')).toEqual(['Ask for plan=pro → ask']);
});

test('what was asked lately stands once, the last in front, and no more than ten', () => {
  expect(withLatest(['a=1', 'b=2'], 'b=2')).toEqual(['b=2', 'a=1']);
  expect(withLatest(['a=1'], '')).toEqual(['a=1']);
  const many = Array.from({ length: 12 }, (_, i) => `a=${i}`);
  expect(withLatest(many, 'b=1')).toHaveLength(10);
});
