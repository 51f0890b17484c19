import { expect, test } from 'vitest';
import { logicInWords } from '../../../server/src/flags/formats/json-logic-words';
import { parseJson } from '../../../server/src/text/json';

test.each([
  ['{"==": [{"var": "plan"}, "pro"]}', 'plan is pro'],
  ['{"in": [{"var": ["locale"]}, ["de", "fr"]]}', 'locale is in de, fr'],
  [
    '{"and": [{"starts_with": [{"var": "path"}, "/shop"]}, {"!": {"var": "bot"}}]}',
    'path begins with /shop and not bot',
  ],
  ['{"sem_ver": [{"var": "version"}, ">=", "1.2.0"]}', 'version >= 1.2.0'],
  [
    '{"if": [{"==": [{"var": "a"}, 1]}, "x", {"==": [{"var": "a"}, 2]}, "y", null]}',
    'a is 1 gives x, else a is 2 gives y, else the default',
  ],
  ['{"if": [{"$ref": "staff"}, "on"]}', 'the rule staff gives on'],
  ['{"fractional": [{"var": "email"}, ["on", 10], ["off", 90]]}', 'shares of on 10, off 90'],
  ['{"cat": ["a", "b"]}', '{"cat":["a","b"]}'],
  ['{}', '{}'],
])('%s: %s', (logic, words) => expect(logicInWords(parseJson(logic).documents[0]!)).toBe(words));
