import type { PlacedFinding, Report } from '../report';
import { printable } from '../terminal';
import { count } from './words';

/** GitHub's workflow commands: each finding becomes an annotation at its line of a pull request. */
export function githubFormat({ findings, files, prefix, troubles }: Report): string {
  const lines = [
    ...troubles.map((trouble) => `::error title=flagwright::${escapeData(trouble)}`),
    ...findings.map((finding) => commandOf(finding, prefix)),
    `${count(findings.length, 'finding')} in ${count(files, 'file')}`,
  ];
  return `${lines.join('\n')}\n`;
}

const LEVELS = { error: 'error', warning: 'warning', info: 'notice', hint: 'notice' } as const;

function commandOf({ severity, file, range, rule, message }: PlacedFinding, prefix: string): string {
  const { start, end } = range;
  // GitHub takes columns for annotations of one line only.
  const columns =
    start.line === end.line
      ? { col: start.character + 1, endColumn: Math.max(end.character, start.character + 1) }
      : {};
  const properties = {
    file: prefix + file,
    line: start.line + 1,
    endLine: end.line + 1,
    ...columns,
    title: rule,
  };
  const list = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  return `::${LEVELS[severity]} ${list.join(',')}::${escapeData(printable(message))}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
