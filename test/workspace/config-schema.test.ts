import { expect, test } from 'vitest';
import schema from '../../schemas/config.schema.json';
import { readConfig } from '../../server/src/workspace/config';
import { RULE_IDS } from '../../server/src/workspace/rule-ids';

test('the schema names the settings that the reader knows, and no others', () => {
  for (const setting of Object.keys(schema.properties)) {
    const { problems } = readConfig('flagwright.config.json', JSON.stringify({ [setting]: null }));
    expect(problems.filter(({ message }) => message.includes('is no setting'))).toEqual([]);
  }
  const { problems } = readConfig('flagwright.config.json', '{ "nonsense": 1 }');
  const known = /Known are (.*)\./.exec(problems[0]!.message)![1]!.split(', ');
  expect(new Set([...known, '$schema'])).toEqual(new Set(Object.keys(schema.properties)));
});

test('the schema names every rule', () => {
  expect(Object.keys(schema.properties.rules.properties).sort()).toEqual([...RULE_IDS].sort());
});
