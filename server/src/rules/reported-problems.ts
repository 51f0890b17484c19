import * as l10n from '@vscode/l10n';
import type { FlagFile, FlagFileProblem } from '../flags/model';
import { contains } from '../text/span';
import type { Finding, Fix, RuleFinding } from './rule';

/**
 * What the reader of flag files found wrong while it read. A problem inside an entry stands at the entry's key, as all
 * findings in flag files do, and points to the words that are wrong.
 */
export function* reportedProblems(
  file: FlagFile | undefined,
  rule: FlagFileProblem['rule'],
): Iterable<RuleFinding> {
  for (const problem of file?.problems ?? []) {
    if (problem.rule !== rule) continue;
    const entry = file?.flags.find(({ key, span }) => key === problem.flag && contains(span, problem.span));
    const isInside = entry !== undefined && !contains(entry.keySpan, problem.span);
    yield {
      span: entry?.keySpan ?? problem.span,
      message: problem.message,
      ...(problem.flag !== undefined && { flag: problem.flag }),
      ...(problem.suggestion !== undefined && { suggestions: [problem.suggestion] }),
      ...(isInside && {
        replaces: problem.span,
        related: [{ file: file!.path, span: problem.span, message: l10n.t('This is it') }],
      }),
    };
  }
}

/** The texts that were probably meant. */
export function* corrections(finding: Finding): Iterable<Fix> {
  for (const suggestion of finding.suggestions ?? []) {
    yield {
      title: l10n.t("Change to '{0}'", suggestion),
      edits: [
        { file: finding.file, edits: [{ span: finding.replaces ?? finding.span, newText: suggestion }] },
      ],
      isPreferred: true,
    };
  }
}
