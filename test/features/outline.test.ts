import { describe, expect, it } from 'vitest';
import { fileLinks, flagSymbols, foldings, selections } from '../../server/src/features/outline';
import type { Span } from '../../server/src/text/span';
import { openFixture } from '../support/workspace';

const FILE = `
  //- flagwright.config.json
  { "ticketUrl": "https://tickets.example/{ticket}" }
  //- flags.yaml
  flags:
    shop.checkout: # the new one
      enabled: true
      percentage: 1$00
      jira: "PAY-1"
      owner: "@acme/payments"
    b: { enabled: false, owner: kim@example.com, ticket: https://example.com/2 }
    c: true
`;

async function open(source = FILE) {
  const { snapshot, file, offset, textOf } = await openFixture(source);
  const textAt = ({ start, end }: Span): string => textOf().slice(start, end);
  return { snapshot, file, offset, text: textOf(), textAt };
}

describe('the outline of a flag file', () => {
  it('has each flag with its state, and its fields', async () => {
    const { snapshot, file, textAt } = await open();
    const drawn = flagSymbols(snapshot, file).map(({ name, detail, fields, keySpan }) => [
      name,
      detail,
      textAt(keySpan),
      fields.map(({ span }) => textAt(span)),
    ]);
    expect(drawn).toEqual([
      [
        'shop.checkout',
        'on for 10 % of users',
        'shop.checkout',
        ['enabled: true', 'percentage: 10', 'jira: "PAY-1"', 'owner: "@acme/payments"'],
      ],
      [
        'b',
        'off for everyone',
        'b',
        ['enabled: false', 'owner: kim@example.com', 'ticket: https://example.com/2'],
      ],
      ['c', 'on for everyone', 'c', []],
    ]);
  });

  it('folds what has several lines, without what stands behind', async () => {
    const { snapshot, file, text, textAt } = await open();
    const folded = foldings(snapshot, file, text).map(textAt);
    expect(folded.filter((part) => part.includes('\n')).map((part) => part.split('\n').length)).toEqual([
      8, 5,
    ]);
  });

  it('grows a selection from the word to the field, the flag and all of them', async () => {
    const { snapshot, file, text, offset, textAt } = await open();
    const grown = selections(snapshot, file, text, offset).map(textAt);
    expect(grown.slice(0, 2)).toEqual(['10', 'percentage: 10']);
    expect(grown[2]).toMatch(/^enabled: true[\s\S]*payments"$/);
    expect(grown[3]).toMatch(/^shop.checkout:[\s\S]*payments"$/);
    expect(grown.at(-1)).toBe(text);
  });

  it('links tickets, and owners that are addresses', async () => {
    const { snapshot, file, text, textAt } = await open();
    expect(fileLinks(snapshot, file, text).map(({ span, target }) => `${textAt(span)} → ${target}`)).toEqual([
      'PAY-1 → https://tickets.example/PAY-1',
      '@acme/payments → https://github.com/orgs/acme/teams/payments',
      'https://example.com/2 → https://example.com/2',
      'kim@example.com → mailto:kim@example.com',
    ]);
  });

  it('is empty for any other file', async () => {
    const { snapshot, text } = await open();
    expect([
      flagSymbols(snapshot, 'a.ts'),
      foldings(snapshot, 'a.ts', text),
      fileLinks(snapshot, 'a.ts', text),
    ]).toEqual([[], [], []]);
  });
});
