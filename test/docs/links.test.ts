/** Every link in what people read leads somewhere: to a file that is there, and a heading that it has. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { marked, type Token } from 'marked';
import { describe, expect, it } from 'vitest';
import manifest from '../../package.json';

const root = resolve(import.meta.dirname, '../..');
const listed = (pattern: string): string[] =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', pattern], {
    cwd: root,
    encoding: 'utf8',
  })
    .split('\n')
    .filter((file) => file !== '' && existsSync(join(root, file)));
const pages = listed('*.md').filter((file) => !file.startsWith('test/'));

/** Where links and pictures of a text lead, in the order of the text. */
function targetsIn(text: string): string[] {
  const found: string[] = [];
  marked.walkTokens(marked.lexer(text), (token: Token) => {
    if (token.type === 'link' || token.type === 'image') found.push(token.href);
  });
  return found;
}

/** The anchors that GitHub gives to the headings of a text. */
function anchorsIn(text: string): string[] {
  return marked.lexer(text).flatMap((token) => (token.type === 'heading' ? [anchorOf(token.text)] : []));
}

function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');
}

/** What is wrong with a link of a file, or nothing; only what lies in this repository can be known. */
function problemOf(file: string, target: string): string | undefined {
  const own = target.startsWith(manifest.homepage.replace('#readme', ''))
    ? target.slice(manifest.homepage.replace('#readme', '').length).replace(/^\/blob\/main\//, '')
    : undefined;
  if (own === '' || own === '#readme') return undefined;
  if (own === undefined && /^[a-z][a-z0-9+.-]*:/i.test(target)) return undefined;
  const [path = '', anchor] = (own ?? target).split('#');
  const base = own === undefined ? dirname(file) : '';
  const linked = path !== '' ? join(base, path) : own === undefined ? file : 'README.md';
  const whole = join(root, linked);
  if (!existsSync(whole)) return `${target}: there is no ${linked}`;
  if (anchor === undefined) return undefined;
  if (statSync(whole).isDirectory()) return `${target}: a folder has no headings`;
  return anchorsIn(readFileSync(whole, 'utf8')).includes(anchor)
    ? undefined
    : `${target}: ${linked} has no heading #${anchor}`;
}

const problemsOf = (file: string, text: string): string[] =>
  targetsIn(text).flatMap((target) => problemOf(file, target) ?? []);

describe('links', () => {
  it('of every page lead to what is there', () => {
    expect(pages).toContain('README.md');
    expect(pages.flatMap((page) => problemsOf(page, readFileSync(join(root, page), 'utf8')))).toEqual([]);
  });

  it('of the texts of the extension do, too', () => {
    const texts: Record<string, string> = JSON.parse(readFileSync(join(root, 'package.nls.json'), 'utf8'));
    expect(Object.values(texts).flatMap((text) => problemsOf('package.nls.json', text))).toEqual([]);
  });

  it('lead to every page of docs: none stands alone', () => {
    const linked = new Set(
      pages.flatMap((page) =>
        targetsIn(readFileSync(join(root, page), 'utf8'))
          .filter((target) => !target.includes(':'))
          .map((target) => join(dirname(page), target.split('#')[0]!)),
      ),
    );
    expect(pages.filter((page) => page.startsWith('docs/') && !linked.has(page))).toEqual([]);
  });

  it('that lead nowhere are found', () => {
    expect(problemsOf('docs/ci.md', '[a](nowhere.md) [b](../README.md#nothing) ![c](#flag-files)')).toEqual([
      'nowhere.md: there is no docs/nowhere.md',
      '../README.md#nothing: README.md has no heading #nothing',
      '#flag-files: docs/ci.md has no heading #flag-files',
    ]);
    expect(problemsOf('docs/ci.md', '[a](../README.md#flag-files) [b](https://example.com/x.md)')).toEqual(
      [],
    );
  });
});
