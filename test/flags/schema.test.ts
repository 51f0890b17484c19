import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { canonicalName, FLAG_FIELDS, flagFileSchema } from '../../server/src/flags/schema';

const FILE = new URL('../../schemas/flags.schema.json', import.meta.url);

/** `UPDATE_SCHEMAS=1 npx vitest run test/flags/schema` writes it anew; `npm run format` lays it out. */
test('the committed schema is the one that the table of fields makes', () => {
  const schema = flagFileSchema();
  if (process.env.UPDATE_SCHEMAS) writeFileSync(FILE, `${JSON.stringify(schema, null, 2)}\n`);
  expect(JSON.parse(readFileSync(FILE, 'utf8'))).toEqual(schema);
});

test('each field has an example that begins with its name, and a whole sentence', () => {
  for (const field of FLAG_FIELDS) {
    expect(field.example).toMatch(new RegExp(`^${field.name}: `));
    expect(field.description).toMatch(/^[A-Z].*\.$/);
    expect(FLAG_FIELDS.map((other) => other.name)).toContain(canonicalName(field));
  }
});
