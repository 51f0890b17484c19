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

/** A place of another folder than the one that a finding is about. */
export interface FarPlace {
  readonly folder: Folder;
  readonly place: Place;
  readonly message: string;
}

export async function toDiagnostic(
  folder: Folder,
  finding: Finding,
  far: readonly FarPlace[] = [],
): Promise<Diagnostic> {
  const lines = await folder.lines(finding.file);
  const near = (finding.related ?? []).map(({ message, ...place }) => ({ folder, place, message }));
  const related = await Promise.all(
    [...near, ...far].map(async (one) => ({
      location: await toLocation(one.folder, one.place),
      message: one.message,
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
