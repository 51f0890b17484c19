import { inAddress } from '../../text/address';
import type { FlagChange, FlagDiff, ReadChange } from '../flag-diff';
import type { Terminal } from '../terminal';
import { markdownCode, markdownText } from './markdown';
import { count } from './words';

/** Where a file of the later state is on the web; nothing where nobody knows. */
export type AddressOf = (file: string, line: number) => string | undefined;

/** What a pull request does to flags, as a comment for it. The first line lets its author find it again. */
export function flagDiffMarkdown(diff: FlagDiff, addressOf: AddressOf): string {
  const sections = [
    flagTable('Added', diff.added, ['is', 'owner'], addressOf),
    flagTable('Removed', diff.removed, ['was', 'reads left'], () => undefined),
    flagTable('Changed', diff.changed, ['was', 'is', 'reads'], addressOf),
    readList(diff.newReads, addressOf),
    flagTable('No longer read: the entry can go', diff.unread, ['is', 'owner'], addressOf),
    nestedList(diff, addressOf),
  ].filter((section) => section !== '');
  const body = sections.length > 0 ? sections : ['Nothing changes for any flag.\n'];
  return `${COMMENT_MARK}\n## Feature flags\n\n${[summary(diff), ...body].filter(Boolean).join('\n')}`;
}

export const COMMENT_MARK = '<!-- flagwright diff -->';

/** The address of a line in the pull request's state, as the CI service names repository and commit. */
export function addressesFrom({ env }: Terminal, prefix: string): AddressOf {
  const { GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_SHA, CI_PROJECT_URL, CI_COMMIT_SHA } = env;
  const base =
    GITHUB_SERVER_URL && GITHUB_REPOSITORY && GITHUB_SHA
      ? `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/blob/${GITHUB_SHA}`
      : CI_PROJECT_URL && CI_COMMIT_SHA
        ? `${CI_PROJECT_URL}/-/blob/${CI_COMMIT_SHA}`
        : undefined;
  return (file, line) => {
    const path = `${prefix}${file}`.split('/').map(inAddress).join('/');
    return base && `${base}/${path}#L${line}`;
  };
}

function summary({ added, removed, changed, newReads, unread, nested }: FlagDiff): string {
  const parts = [
    ...(added.length > 0 ? [`${added.length} added`] : []),
    ...(removed.length > 0 ? [`${removed.length} removed`] : []),
    ...(changed.length > 0 ? [`${changed.length} changed`] : []),
    ...(newReads.length > 0 ? [count(newReads.length, 'new read')] : []),
    ...(unread.length > 0 ? [`${unread.length} no longer read`] : []),
    ...(nested.length > 0 ? [`${nested.length} newly nested`] : []),
  ];
  return parts.length > 0 ? `${parts.join(', ')}.\n` : '';
}

type Column = 'was' | 'is' | 'owner' | 'reads' | 'reads left';

function flagTable(
  title: string,
  flags: readonly FlagChange[],
  columns: readonly Column[],
  addressOf: AddressOf,
): string {
  if (flags.length === 0) return '';
  const cell = (flag: FlagChange, column: Column): string => {
    if (column === 'was') return markdownText(flag.before?.words ?? '');
    if (column === 'is') return markdownText(flag.after?.words ?? '');
    if (column === 'owner') return markdownText(flag.owner ?? '');
    return column === 'reads left' && flag.reads > 0 ? `**${flag.reads}**` : String(flag.reads);
  };
  const rows = flags.map((flag) => [
    `${markdownCode(flag.key)} (${placeOf(flag, addressOf)})`,
    ...columns.map((column) => cell(flag, column)),
  ]);
  return `### ${title}\n\n${[['flag', ...columns], ['flag', ...columns].map(() => '---'), ...rows]
    .map((row) => `| ${row.join(' | ')} |\n`)
    .join('')}`;
}

/** Reads of one flag stand together. */
function readList(reads: readonly ReadChange[], addressOf: AddressOf): string {
  if (reads.length === 0) return '';
  const flags = [...new Set(reads.map(({ flag }) => flag))];
  const items = flags.map((flag) => {
    const own = reads.filter((read) => read.flag === flag);
    const note = own[0]!.declared ? '' : ' **(no flag file declares it)**';
    return `- ${markdownCode(flag)}${note}: ${own.map((read) => placeOf(read, addressOf)).join(', ')}\n`;
  });
  return `### New reads\n\n${items.join('')}`;
}

function nestedList({ nested }: FlagDiff, addressOf: AddressOf): string {
  if (nested.length === 0) return '';
  const items = nested.map((one) => `- ${markdownText(one.message)} (${placeOf(one, addressOf)})\n`);
  return `### Newly nested\n\n${items.join('')}`;
}

function placeOf(
  { file, range }: { readonly file: string; readonly range: { readonly start: { readonly line: number } } },
  addressOf: AddressOf,
): string {
  const line = range.start.line + 1;
  const name = markdownText(`${file}:${line}`);
  const address = addressOf(file, line);
  return address ? `[${name}](${address})` : name;
}
