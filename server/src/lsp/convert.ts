import {
  type Diagnostic,
  DiagnosticSeverity,
  type Location,
  type TextEdit as LspTextEdit,
  type Range,
} from 'vscode-languageserver';
import { pageOf } from '../rules/page';
import type { Finding, Severity } from '../rules/rule';
import type { TextEdit } from '../text/edits';
import type { LineIndex } from '../text/lines';
import type { Place } from '../workspace/snapshot';
import type { Folder } from './folder';

export const SOURCE = 'flagwright';

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

export async function toDiagnostic(folder: Folder, finding: Finding): Promise<Diagnostic> {
  const lines = await folder.lines(finding.file);
  const related = await Promise.all(
    (finding.related ?? []).map(async ({ file, span, message }) => ({
      location: await toLocation(folder, { file, span }),
      message,
    })),
  );
  return {
    range: lines.rangeOf(finding.span),
    severity: SEVERITIES[finding.severity],
    code: finding.rule,
    codeDescription: { href: pageOf(finding.rule) },
    source: SOURCE,
    message: finding.message,
    ...(related.length > 0 && { relatedInformation: related }),
    ...(finding.flag !== undefined && { data: { flag: finding.flag } }),
  };
}

export async function toLocation(folder: Folder, { file, span }: Place): Promise<Location> {
  return { uri: folder.uriOf(file), range: (await folder.lines(file)).rangeOf(span) };
}

export function toTextEdits(edits: readonly TextEdit[], lines: LineIndex): LspTextEdit[] {
  return edits.map(({ span, newText }) => ({ range: lines.rangeOf(span), newText }));
}

export function startOfFile(): Range {
  return { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
}
