import { readFileSync, writeFileSync } from 'node:fs';
import Ajv from 'ajv';
import { expect, test } from 'vitest';
import manifest from '../../package.json';
import {
  canonicalName,
  FLAG_FIELDS,
  flagFileSchema,
  lenient,
  SCHEMA_FILES,
} from '../../server/src/flags/schema';

const at = (name: string): URL => new URL(`../../schemas/${name}.schema.json`, import.meta.url);
const FILE = at('flags');

/** `UPDATE_SCHEMAS=1 npx vitest run test/flags/schema` writes it anew; `npm run format` lays it out. */
test('the committed schema is the one that the table of fields makes', () => {
  const schema = flagFileSchema();
  if (process.env.UPDATE_SCHEMAS) writeFileSync(FILE, `${JSON.stringify(schema, null, 2)}\n`);
  expect(JSON.parse(readFileSync(FILE, 'utf8'))).toEqual(schema);
});

test('the schemas that editors get say the same and find nothing wrong, for the rules say it once', () => {
  const schemas = { flags: flagFileSchema(), config: JSON.parse(readFileSync(at('config'), 'utf8')) };
  for (const [name, schema] of Object.entries(schemas)) {
    const file = at(`${name}.editor`);
    if (process.env.UPDATE_SCHEMAS) writeFileSync(file, `${JSON.stringify(lenient(schema), null, 2)}\n`);
    const committed = JSON.parse(readFileSync(file, 'utf8'));
    expect(committed).toEqual(lenient(schema));
    const accepts = new Ajv({ strict: false }).compile(committed);
    for (const data of [
      { flags: { a: { enabled: 'x', percentage: 150, type: 1 } } },
      { rules: { nothing: 0 } },
      [1],
      null,
    ])
      expect(accepts(data)).toBe(true);
  }
});

test('the extension ties them to the files of these names', () => {
  const { yamlValidation, jsonValidation } = manifest.contributes;
  const all = [...yamlValidation, ...jsonValidation];
  const ofFlags = all.filter(({ url }) => url === './schemas/flags.editor.schema.json');
  expect(ofFlags.flatMap(({ fileMatch }) => fileMatch).sort()).toEqual([...SCHEMA_FILES].sort());
  expect(all.length - ofFlags.length).toBe(2);
  expect(all.every(({ url }) => url.endsWith('.editor.schema.json'))).toBe(true);
});

test('each field has an example that begins with its name, and a whole sentence', () => {
  for (const field of FLAG_FIELDS) {
    expect(field.example).toMatch(new RegExp(`^${field.name}: `));
    expect(field.description).toMatch(/^[A-Z].*\.$/);
    expect(FLAG_FIELDS.map((other) => other.name)).toContain(canonicalName(field));
  }
});
