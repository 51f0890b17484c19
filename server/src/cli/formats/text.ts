import type { Severity } from '../../rules/rule';
import { countBySeverity, type PlacedFinding, type Report } from '../report';
import { printable, type Style } from '../terminal';
import { frame } from './frame';
import { count } from './words';

/** Findings for people: each with its rule, its place and the code there, and a line that sums up. */
export function textFormat(report: Report, style: Style): string {
  const blocks = report.findings.map((finding) => blockOf(finding, report.prefix, style));
  return [...blocks, `${summaryOf(report, style)}\n`].join('\n');
}

function blockOf(finding: PlacedFinding, prefix: string, style: Style): string {
  const paint = painterOf(finding.severity, style);
  const { start } = finding.range;
  const place = `${printable(prefix + finding.file)}:${start.line + 1}:${start.character + 1}`;
  const indent = gutterOf(finding);
  const lines = [
    `${paint(style.bold(`${finding.severity}[${finding.rule}]`))}: ${style.bold(printable(finding.message))}`,
    `${indent}${style.blue('-->')} ${place}`,
    ...frame({ code: finding.code, range: finding.range, paint }, style),
    ...helpOf(finding, style).map((line) => `${indent} ${line}`),
    ...finding.related.map(({ file, range, message }) => {
      const { line, character } = range.start;
      return `${indent} ${style.blue('=')} ${style.bold('note')}: ${printable(message)} (${printable(prefix + file)}:${line + 1}:${character + 1})`;
    }),
  ];
  return `${lines.join('\n')}\n`;
}

/** As wide as the line numbers, so that all marks stand below each other. */
function gutterOf({ range, code }: PlacedFinding): string {
  return ' '.repeat(String(range.start.line + Math.max(1, code.length)).length);
}

function helpOf({ suggestions, message }: PlacedFinding, style: Style): string[] {
  const [best] = suggestions;
  // Some messages say it themselves.
  if (best === undefined || message.includes(`'${best}'`)) return [];
  return [`${style.blue('=')} ${style.bold('help')}: did you mean '${printable(best)}'?`];
}

function painterOf(severity: Severity, style: Style): (text: string) => string {
  return { error: style.red, warning: style.yellow, info: style.blue, hint: style.dim }[severity];
}

/** `3 errors, 5 warnings in 24 files; 14 flags`. */
export function summaryOf({ findings, files, flags }: Report, style: Style): string {
  const { error, warning, info, hint } = countBySeverity(findings);
  const found = [
    ...(error > 0 ? [count(error, 'error')] : []),
    ...(warning > 0 ? [count(warning, 'warning')] : []),
    ...(info > 0 ? [`${info} info`] : []),
    ...(hint > 0 ? [count(hint, 'hint')] : []),
  ];
  const all = found.join(', ') || 'no findings';
  const paint = error > 0 ? style.red : warning > 0 ? style.yellow : style.green;
  return `${paint(style.bold(all))} in ${count(files, 'file')}; ${count(flags, 'flag')}`;
}
