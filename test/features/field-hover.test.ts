import { describe, expect, it } from 'vitest';
import { fieldHover } from '../../server/src/features/field-hover';
import { FLAG_FIELDS, RULE_FIELDS, SCHEDULE_FIELDS } from '../../server/src/flags/schema';
import { drawPlace, openFixture } from '../support/workspace';

async function hoverAt(source: string) {
  const { snapshot, file, offset, textOf } = await openFixture(source);
  const found = fieldHover(snapshot, file, textOf(), offset);
  return found && { at: drawPlace(textOf(), found.span), ...found };
}

describe('the hover on a field', () => {
  it('says what it does, with an example', async () => {
    expect(await hoverAt('\n//- flags.yaml\nflags:\n  a:\n    perc$0entage: 10\n')).toMatchObject({
      at: '[percentage]: 10',
      markdown:
        '`percentage`: The share of users, from 0 to 100, for whom the flag is on. Without it an enabled flag is on for everyone, unless rules or allowed users narrow it.\n\n```yaml\npercentage: 10\n```',
    });
  });

  it.each([...FLAG_FIELDS.map(({ name }) => name)])('knows %s', async (name) => {
    const spec = FLAG_FIELDS.find((field) => field.name === name)!;
    const found = await hoverAt(`\n//- flags.yaml\nflags:\n  a: { owner: x, $0${name}: 1, owner: y }\n`);
    expect(found?.plainText).toBe(`${name}: ${spec.description}\nExample: ${spec.example}`);
  });

  it('knows those of rules and steps, and what an operator or a type means', async () => {
    for (const { name, description } of RULE_FIELDS)
      expect(
        (await hoverAt(`\n//- flags.yaml\nflags: { a: { enabled: true, rules: [{ $0${name}: x }] } }\n`))
          ?.plainText,
      ).toContain(description);
    for (const { name, description } of SCHEDULE_FIELDS)
      expect(
        (await hoverAt(`\n//- flags.json\n{ "flags": { "a": { "schedule": [{ "$0${name}": 1 }] } } }\n`))
          ?.plainText,
      ).toContain(description);
    const operator = await hoverAt('\n//- flags.yaml\nflags: { a: { rules: [{ operator: no$0t_in }] } }\n');
    expect(operator?.plainText).toBe('not_in: The attribute is there and is none of a list of values.');
    expect((await hoverAt('\n//- flags.yaml\nflags: { a: { type: "rel$0ease" } }\n'))?.plainText).toMatch(
      /^release: /,
    );
  });

  it("speaks of the project's own names", async () => {
    const found = await hoverAt(`
      //- flagwright.config.json
      { "flagFiles": [{ "glob": "f.yml", "fields": { "enabled": "serve" } }] }
      //- f.yml
      - name: a
        ser$0ve: true`);
    expect(found?.plainText).toMatch(/^serve \(this project's name for enabled\): .*\nExample: serve: true$/);
  });

  it("is silent on a key, on a value that says itself, and in a service's own fields", async () => {
    expect(await hoverAt('\n//- flags.yaml\nflags: { owner$0: { enabled: true } }\n')).toBeUndefined();
    expect(await hoverAt('\n//- flags.yaml\nflags: { a: { enabled: tr$0ue } }\n')).toBeUndefined();
    expect(
      await hoverAt(
        '\n//- flags.json\n{ "flags": { "a": { "on": true, "variations": [1], "ru$0les": [] } } }\n',
      ),
    ).toBeUndefined();
  });
});
