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
        message: `Flag '${flag.key}' is declared in ${other.flag.file} too. Keep one of the two, or give the files an environment each.`,
        related: [
          { file: other.flag.file, span: other.flag.keySpan, message: `'${flag.key}' is declared here too` },
        ],
      };
    }
  },
};
