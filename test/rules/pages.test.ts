/** The pages in docs/rules: each is what its rule's doc comment says, and its example is true. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { repository } from '../../package.json';
import { pageOf } from '../../server/src/rules/page';
import { RULE_IDS, type RuleId } from '../../server/src/workspace/rule-ids';
import { check } from '../support/check';

const root = path.resolve(import.meta.dirname, '../..');

it('are written from the rules', () => {
  const script = path.join(root, 'scripts/rule-pages.mjs');
  execFileSync(process.execPath, [script, '--check'], { stdio: ['ignore', 'ignore', 'inherit'] });
});

describe.each(RULE_IDS)('%s', (id) => {
  const text = readFileSync(path.join(root, 'docs/rules', `${id}.md`), 'utf8');

  it('has an address that leads to its page', () => {
    const base = `${repository.url.replace(/\.git$/, '')}/blob/main/`;
    const address = pageOf(id);
    expect(address.startsWith(base)).toBe(true);
    expect(existsSync(path.join(root, address.slice(base.length)))).toBe(true);
  });

  it('answers every question', () => {
    const chapters = [...text.matchAll(/^## (.+)$/gm)].map(([, title]) => title);
    expect(chapters).toEqual(['Why', 'Example', 'How to fix', 'How to silence', 'What it needs to know']);
  });

  it('has an example in which it finds what it says', async () => {
    const source = exampleOf(text);
    expect(source).toMatch(new RegExp(`\\^ ${id}`));
    await check(source, { quiet: QUIET.filter((rule) => rule !== id) });
  });
});

/** What an example about something else need not have. */
const QUIET: readonly RuleId[] = ['missing-owner', 'missing-expiry'];

/** The blocks of the chapter as the files of a fixture; each begins with a comment that names its file. */
function exampleOf(page: string): string {
  const chapter = page.slice(page.indexOf('## Example'), page.indexOf('## How to fix'));
  return [...chapter.matchAll(/```\w+\n(?:#|\/\/) (\S+)\n(.*?)\n```/gs)]
    .map(([, file, text]) => `//- ${file}\n${text}`)
    .join('\n');
}
