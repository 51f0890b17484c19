import { describe, expect, it } from 'vitest';
import { documentationOf } from '../../server/src/features/completion';
import { fieldHover } from '../../server/src/features/field-hover';
import { hover } from '../../server/src/features/hover';
import { lenses } from '../../server/src/features/lenses';
import { fileLinks } from '../../server/src/features/outline';
import { codeBlock, toMarkdown, webAddress, withoutLinks } from '../../server/src/features/text';
import { renderOutcome, whatIf } from '../../server/src/features/what-if';
import type { Snapshot } from '../../server/src/workspace/snapshot';
import { elements } from '../support/markdown';
import { workspaceOf } from '../support/memory-host';

/** What somebody could write into a field of a flag file, to be shown where nobody expects it. */
const ATTACKS = [
  '[click](command:workbench.action.terminal.new)',
  '![x](https://evil.example/pixel.png)',
  '<img src=x onerror=alert(1)>',
  '<a href="command:x">y</a>',
  '</code></pre><script>alert(1)</script>',
  '`](command:x)`[a](command:x)',
  '``` \n[a](command:x)',
  '[a]: command:x "t"\n[a]',
  '<command:workbench.action.quit>',
  'https://evil.example www.evil.example evil@evil.example',
  '\\[a](command:x)',
  '| a | b |\n|---|---|\n| c | d |',
  'x $(trash) [ ](command:x)',
  '&lt;b&gt; &#60;b&#62;',
];

function flagFile(attack: string): string {
  const value = JSON.stringify(attack);
  return JSON.stringify({
    flags: {
      [attack]: {
        enabled: true,
        percentage: 50,
        owner: attack,
        description: attack,
        ticket: attack,
        created: '2020-01-01',
        allowed_users: [attack],
        rules: [{ attribute: attack, operator: 'equals', value: attack }],
        type: attack,
      },
      plain: {
        enabled: true,
        owner: attack,
        description: attack,
        ticket: attack,
        tags: [attack],
        created: '2020-01-01',
      },
    },
    x: JSON.parse(value),
  });
}

async function snapshotOf(attack: string): Promise<Snapshot> {
  const source = `flags.isEnabled(${JSON.stringify(attack)}); flags.isEnabled('plain'); flags.isEnabled(${JSON.stringify(`${attack}?`)});`;
  const files = new Map([
    ['flags.json', flagFile(attack)],
    ['src/a.ts', source],
    [`src/${attack.replaceAll('/', '_')}.ts`, "flags.isEnabled('plain');"],
  ]);
  return (await workspaceOf(files)).snapshot();
}

/** What the text becomes but text: links, pictures, tables, elements of a page. */
function strange(markdown: string): string[] {
  return elements(markdown).filter((kind) => !PLAIN.has(kind));
}

const PLAIN = new Set([
  'space',
  'paragraph',
  'text',
  'strong',
  'codespan',
  'escape',
  'list',
  'list_item',
  'heading',
]);

describe.each(ATTACKS)('%j', (attack) => {
  it('is text in hovers and in the documentation of completions', async () => {
    const snapshot = await snapshotOf(attack);
    const reads = snapshot.readsIn('src/a.ts').filter(({ key }) => key === attack || key === 'plain');
    // An address of the web is what a ticket is for.
    const address = webAddress(attack);
    const ticket = address === undefined ? [] : [`link ${address}`];
    expect(reads).toHaveLength(2);
    for (const { span, key } of reads) {
      const shown = (await hover(snapshot, 'src/a.ts', span.start))!;
      expect(strange(shown.markdown)).toEqual(ticket);
      const documentation = key && (await documentationOf(snapshot, 'src/a.ts', key));
      if (documentation) expect(strange(documentation.markdown)).toEqual(ticket);
    }
  });

  it('is text in the answer to what a step would change', async () => {
    const snapshot = await snapshotOf(attack);
    const trial = { flag: attack, file: 'flags.json', percentage: 100 } as const;
    const outcome = whatIf(snapshot, snapshot, trial)!;
    expect(strange(renderOutcome(outcome, ({ file }) => file))).toEqual([]);
  });

  it('leads nowhere but to the web', async () => {
    const snapshot = await snapshotOf(attack);
    for (const { target } of fileLinks(snapshot, 'flags.json', flagFile(attack))) {
      expect(target).toMatch(/^(https?:|mailto:)/);
    }
    expect(lenses(snapshot, 'flags.json').every(({ title }) => !title.includes('\n'))).toBe(true);
  });

  it('is no link in a message', () => {
    // How VS Code finds links in the text of a notification.
    const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/gi;
    expect(withoutLinks(`Flag '${attack}' was not removed: ${attack}.`)).not.toMatch(link);
  });

  it('ends no block of code', () => {
    expect(strange(codeBlock('yaml', attack))).toEqual(['code']);
    expect(strange(toMarkdown([{ code: attack }, attack, { strong: attack }]))).toEqual([]);
  });
});

it('a ticket with half of a character is shown', async () => {
  const files = new Map([
    [
      'flags.json',
      '{ "flags": { "a": { "enabled": true, "ticket": "\\ud800", "owner": "a@b\\udfff.de" } } }',
    ],
    ['flagwright.config.json', '{ "ticketUrl": "https://tickets.example/{ticket}" }'],
    ['src/a.ts', "flags.isEnabled('a');"],
  ]);
  const snapshot = (await workspaceOf(files)).snapshot();
  expect((await hover(snapshot, 'src/a.ts', 18))!.markdown).toContain('https://tickets.example/%EF%BF%BD');
  expect(fileLinks(snapshot, 'flags.json', files.get('flags.json')!)).toHaveLength(2);
});

it('the name of a field ends no example', async () => {
  const name = 'on\n```\n![x](https://evil.example/a.png) $& $`';
  const flags = JSON.stringify({ flags: { a: { [name]: true } } });
  const files = new Map([
    ['flags.json', flags],
    [
      'flagwright.config.json',
      JSON.stringify({ flagFiles: [{ glob: 'flags.json', fields: { enabled: name } }] }),
    ],
  ]);
  const snapshot = (await workspaceOf(files)).snapshot();
  const shown = fieldHover(snapshot, 'flags.json', flags, flags.indexOf('on') + 1)!;
  expect(strange(shown.markdown)).toEqual(['code']);
});
