import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { markdownText } from '../../server/src/cli/formats/markdown';
import { folder } from '../node/folder';
import { repository } from '../node/repository';
import { elements } from '../support/markdown';
import { cli } from './cli';

const ESC = '\u001B';
/** Texts that terminals, runners, chats and pages obey, in every place where a file can say something. */
const EVIL = [
  `::error file=x::${ESC}]0;title\u0007${ESC}[2J${ESC}[8m\u202Ehidden\r`,
  '::stop-commands::x ##[error]y ##[stop-commands]z',
  '%0A::error::percent',
  '<!channel> <@U1> <https://evil.example|here> *b* `c',
  '@everyone #1 GH-2 https://evil.example www.evil.example !3 [a](https://evil.example) <img src=x> |',
  '`;rm -rf ~;`$(rm -rf ~)\n--write',
  '-rf',
  '</testcase><failure/>"&\'',
];

const flags = (list: readonly string[]): string =>
  JSON.stringify({
    flags: Object.fromEntries(
      list.map((text) => [
        text,
        {
          enabled: true,
          owner: text,
          description: text,
          ticket: text,
          created: '2020-01-01',
          expires: '2021-01-01',
        },
      ]),
    ),
  });

function hostileFolder(): string {
  const reads = EVIL.map(
    (text) => `flags.isEnabled(${JSON.stringify(text)}); // ${text.replaceAll('\n', ' ')}\n`,
  );
  const files = {
    'flags.json': flags(EVIL),
    'src/a.ts': `${reads.join('')}flags.isEnabled('unknown ::error:: ##[error]x');\n`,
    [`src/${ESC}[2J::error::x\n::warning::y.ts`]: "flags.isEnabled('-rf'); flags.isEnabled('undeclared');\n",
    'flagwright.config.json': '{ "rules": { "::error::x": "off" }, "staleAfterDays": { "##[error]": 1 } }',
  };
  return folder(files);
}

const COMMANDS = [
  ['lint'],
  ['list'],
  ['stale'],
  ['stale', '--alert'],
  ['stale', '--format', 'markdown'],
  ['usages', '-rf', '--'],
  ...EVIL.map((text) => ['usages', '--', text]),
  ...EVIL.map((text) => ['evaluate', '--explain', '--context', `user_id=${ESC}[2J`, '--', text]),
  ['evaluate', '--', `::error::${ESC}[2J`],
  ['evaluate', '--environment', `::error::${ESC}[2J`, '--', '-rf'],
  ['remove', '--', '-rf'],
  ['lint', `${ESC}[2J`],
  [`::error::${ESC}[2J`],
];

describe.each(COMMANDS.map((command) => [command.join(' '), command] as const))('%j', (_name, command) => {
  it('is obeyed by no terminal', async () => {
    const { stdout, stderr } = await cli(hostileFolder(), command, { isTTY: true, env: { TERM: 'xterm' } });
    // What this program sets itself: bold, dim and four colours, and the bar of the progress.
    const others = `${stdout}${stderr}`
      .split(ESC)
      .map((part, i) => (i === 0 ? part : part.replace(/^\[(?:1|2|22|3[1-4]|39)m|^\[K/, '')))
      .join('')
      .replaceAll(/\r(?:Reading|$)/g, '');
    expect(others.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u200E\u200F\u202A-\u202E\u2066-\u2069]/u);
  });

  it('is obeyed by no runner', async () => {
    if (command[0] === 'remove') return;
    const { stdout, stderr } = await cli(hostileFolder(), command);
    for (const line of `${stdout}${stderr}`.split(/[\r\n]/)) {
      expect(line.trimStart().startsWith('::')).toBe(false);
      expect(line).not.toContain('##[');
    }
  });
});

it('annotations hold one command a line, and only ours', async () => {
  const { stdout } = await cli(hostileFolder(), ['lint', '--format', 'github']);
  const lines = stdout.trimEnd().split('\n');
  for (const line of lines.slice(0, -1)) {
    expect(line).toMatch(
      /^::(error|warning|notice) (title=flagwright|file=[^:,]+,line=\d+,endLine=\d+[^:]*,title=[a-z-]+)::/,
    );
    expect(line).not.toContain('\r');
  }
  expect(lines.at(-1)).toMatch(/^\d+ findings in \d+ files$/);
});

it.each(['json', 'sarif', 'gitlab'])('%s stays a document, without links', async (format) => {
  const { stdout } = await cli(hostileFolder(), ['lint', '--format', format]);
  const document = JSON.parse(stdout);
  if (format !== 'sarif') return;
  const texts = document.runs[0].results.map(({ message }: { message: { text: string } }) => message.text);
  expect(texts.join()).not.toContain('](');
});

it('JUnit stays a document', async () => {
  const { stdout } = await cli(hostileFolder(), ['lint', '--format', 'junit']);
  expect(stdout.match(/<failure/g)).toHaveLength(Number(/failures="(\d+)"/.exec(stdout)![1]));
});

it('Slack calls nobody', async () => {
  const { stdout } = await cli(hostileFolder(), ['stale', '--format', 'slack']);
  const { blocks } = JSON.parse(stdout);
  for (const { text } of blocks) {
    expect(text.verbatim).toBe(true);
    expect(text.text).not.toMatch(/<[!@#]|<http/);
  }
});

it('a list in Markdown has no links, pictures or elements', async () => {
  const { stdout } = await cli(hostileFolder(), ['stale', '--format', 'markdown']);
  const plain = new Set([
    'heading',
    'text',
    'space',
    'list',
    'list_item',
    'strong',
    'html <code>',
    'html </code>',
    'paragraph',
    'escape',
    'codespan',
  ]);
  expect(elements(stdout).filter((kind) => !plain.has(kind))).toEqual([]);
});

it('commands to copy are one command each, and the flag is no option', async () => {
  const { stdout } = await cli(hostileFolder(), ['stale', '--format', 'json']);
  const { flags: list } = JSON.parse(stdout) as { flags: { key: string; command: string }[] };
  expect(list.map(({ key }) => key).sort()).toEqual([...EVIL].sort());
  for (const { key, command } of list) {
    const words = execFileSync('sh', ['-c', `flagwright() { printf '%s\\0' "$@"; }; ${command}`], {
      encoding: 'utf8',
    }).split('\0');
    expect(words).toContain(key);
    if (key.startsWith('-')) expect(words.indexOf('--')).toBeLessThan(words.indexOf(key));
  }
});

it("a pull request's comment holds rows, and calls nobody", async () => {
  const made = repository({ 'flags.json': '{ "flags": {} }', 'src/a.ts': '' });
  const base = made.commit({ 'src/b.ts': '' });
  made.commit({
    'flags.json': flags(EVIL),
    'src/a.ts': EVIL.map((text) => `flags.isEnabled(${JSON.stringify(text)});\n`).join(''),
  });
  const { stdout } = await cli(made.root, ['diff', base]);
  expect(
    elements(stdout).filter((kind) => /link|image|html <(?!\/?code>|!-- flagwright diff)/.test(kind)),
  ).toEqual([]);
  const rows = stdout.split('\n').filter((line) => /^\| (<code>|`)/.test(line));
  expect(rows).toHaveLength(EVIL.length);
  for (const row of rows) expect(row.split('|')).toHaveLength(5);
  // Services look for calls in the text as it is shown.
  const shown = stdout.replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
  expect(shown.replaceAll(/<code>.*?<\/code>/gs, '')).not.toMatch(/@everyone|#1\b|GH-2|!3|:\/\/|www\./);
});

it('a text that Markdown shows is the text', () => {
  expect(markdownText('snake_case 50 % & more')).toBe('snake_case 50 % &#38; more');
});
