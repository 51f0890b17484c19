import * as l10n from '@vscode/l10n';
import type { Flag } from '../flags/model';
import { removeDuplicate } from '../flags/remove-entry';
import { indexLines } from '../text/lines';
import { packageFolder } from '../workspace/package-folder';
import { reportedProblems } from './reported-problems';
import type { Rule } from './rule';

/**
 * One key is declared twice, in one file or in two files of the same package that name no environments, or the same one.
 *
 * ## Why
 *
 * Which of the two counts is chance: the last one in most parsers, an error in some, the file that was read last.
 *
 * ## Example
 *
 * ```yaml
 * # config/flags.yaml
 * flags:
 *   dark_mode: { enabled: true, percentage: 50 }
 *   dark_mode: { enabled: false }
 * # ^^^^^^^^^ duplicate-flag: Flag 'dark_mode' is declared twice in this file with different values
 * ```
 * ```ts
 * // src/app.ts
 * flags.isEnabled('dark_mode');
 * ```
 *
 * ## How to fix
 *
 * Keep one of the two, or give the files an `environment` each in the configuration.
 *
 * ## What it needs to know
 *
 * Which file speaks for which environment. Files that name different environments describe one flag, and packages of a
 * monorepo may each declare their own.
 */
export const duplicateFlag: Rule = {
  id: 'duplicate-flag',
  severity: 'error',
  summary: 'One key is declared twice.',
  *checkFlagFile(snapshot, path) {
    const file = snapshot.flagFiles.get(path);
    if (!file) return;
    yield* reportedProblems(file, 'duplicate-flag');
    const reported = new Set(
      file.problems.flatMap(({ rule, flag }) =>
        rule === 'duplicate-flag' && flag !== undefined ? [flag] : [],
      ),
    );
    for (const flag of file.flags) {
      if (reported.has(flag.key)) continue;
      const other = snapshot
        .flag(flag.key, path)
        ?.declarations.find(
          (declaration) =>
            declaration.flag.file !== path &&
            declaration.environment === file.environment &&
            packageFolder(declaration.flag.file, snapshot.isPackageFolder) ===
              packageFolder(path, snapshot.isPackageFolder),
        );
      if (!other) continue;
      reported.add(flag.key);
      yield {
        span: flag.keySpan,
        flag: flag.key,
        message: l10n.t(
          "Flag '{flag}' is declared in {file} too. Keep one of the two, or give the files an environment each.",
          { flag: flag.key, file: other.flag.file },
        ),
        related: [
          {
            file: other.flag.file,
            span: other.flag.keySpan,
            message: l10n.t("'{flag}' is declared here too", { flag: flag.key }),
          },
        ],
      };
    }
  },
  *fixes(snapshot, finding, textOf) {
    const file = snapshot.flagFiles.get(finding.file);
    const text = textOf(finding.file);
    const all = file?.flags.filter(({ key }) => key === finding.flag) ?? [];
    if (!file || text === undefined || all.length < 2) return;
    const { positionAt } = indexLines(text);
    const lineOf = (flag: Flag): number => positionAt(flag.keySpan.start).line + 1;
    // The finding stands at the later of the two. Where they say the same, it is all one which of them goes.
    const isSame = all.every(({ state }) => state.kind !== 'unknown');
    for (const flag of [...all].reverse()) {
      const edits = removeDuplicate(text, file, flag);
      if ('refusal' in edits) continue;
      const title = isSame
        ? l10n.t("Delete the duplicate of '{flag}'", { flag: flag.key })
        : l10n.t("Delete '{flag}' on line {line}, and keep the other", {
            flag: flag.key,
            line: lineOf(flag),
          });
      yield { title, edits: [{ file: finding.file, edits }], isPreferred: isSame };
      if (isSame) return;
    }
  },
};
