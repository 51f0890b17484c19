import * as l10n from '@vscode/l10n';
import { addEntry } from '../flags/add-entry';
import { suggestAll } from '../flags/suggest';
import { GIVES_PARAMETERS } from '../usages/read';
import { flagFileOptions } from '../workspace/config';
import { mocksOf } from '../workspace/mocks';
import type { Snapshot } from '../workspace/snapshot';
import { isOfUndeclared, knowsAllFlags } from '../workspace/undeclared';
import type { Fix, Rule, TextOf } from './rule';

/**
 * The code reads a flag that no flag file declares: most often a misspelt key.
 *
 * ## Why
 *
 * Nobody notices a misspelt key: the flag is silently off for everyone, or whatever the code's default is.
 *
 * ## Example
 *
 * ```yaml
 * # config/flags.yaml
 * flags:
 *   dark_mode: { enabled: true, percentage: 50 }
 * ```
 * ```ts
 * // src/app.ts
 * flags.isEnabled('dark_mode');
 * flags.isEnabled('dark_mod');
 * //               ^^^^^^^^ unknown-flag: No flag file declares 'dark_mod'. Did you mean 'dark_mode'?
 * ```
 *
 * ## How to fix
 *
 * Take one of the keys that were probably meant, or have the flag added to the flag file: it is off there, so that nothing
 * changes for anyone.
 *
 * ## What it needs to know
 *
 * Every flag: it speaks only when each flag file has been read and is whole. It speaks only of reads that are certain, never
 * of a member of some object, nor of an experiment or a configuration of a service where no flag file declares one; so a finding
 * stays true.
 */
export const unknownFlag: Rule = {
  id: 'unknown-flag',
  severity: 'warning',
  summary: 'Code reads a flag that no flag file declares.',
  isEarly: true,
  *checkSource(snapshot, path) {
    if (snapshot.flagFiles.size === 0 || !knowsAllFlags(snapshot)) return;
    for (const read of snapshot.readsIn(path)) {
      if (!isOfUndeclared(snapshot, read)) continue;
      if (read.opaque === GIVES_PARAMETERS && !declaresParameters(snapshot)) continue;
      const suggestions = suggestAll(read.key, snapshot.keys());
      yield {
        span: read.span,
        flag: read.key,
        suggestions,
        message:
          suggestions.length > 0
            ? l10n.t("No flag file declares '{flag}'. Did you mean '{meant}'?", {
                flag: read.key,
                meant: suggestions[0]!,
              })
            : l10n.t("No flag file declares '{flag}'. Declare it there, or correct the key.", {
                flag: read.key,
              }),
      };
    }
    for (const { key, span, isCertain } of mocksOf(snapshot, path)) {
      if (!isCertain || snapshot.flag(key)) continue;
      const suggestions = suggestAll(key, snapshot.keys());
      const message =
        suggestions.length > 0
          ? l10n.t("The test gives '{flag}' a value, but no flag file declares it. Did you mean '{meant}'?", {
              flag: key,
              meant: suggestions[0]!,
            })
          : l10n.t("The test gives '{flag}' a value, but no flag file declares it.", { flag: key });
      yield { span, flag: key, suggestions, message };
    }
  },
  *fixes(snapshot, finding, textOf) {
    const key = finding.flag;
    if (key === undefined) return;
    if (textOf(finding.file)?.slice(finding.span.start, finding.span.end) === key) {
      for (const [index, suggestion] of (finding.suggestions ?? []).entries()) {
        yield {
          title: l10n.t("Change to '{0}'", suggestion),
          edits: [{ file: finding.file, edits: [{ span: finding.span, newText: suggestion }] }],
          isPreferred: index === 0,
        };
      }
    }
    yield* declare(snapshot, key, textOf);
  },
};

const declaring = new WeakMap<Snapshot, boolean>();

/** Whether flag files declare experiments and configurations too, which a service keeps apart from its flags. */
function declaresParameters(snapshot: Snapshot): boolean {
  let known = declaring.get(snapshot);
  if (known === undefined) {
    known = [...snapshot.keys()].some((key) =>
      snapshot.readsOf(key).some(({ opaque }) => opaque === GIVES_PARAMETERS),
    );
    declaring.set(snapshot, known);
  }
  return known;
}

/** "Add it to the flag file": off, so that nothing changes for anyone. */
function* declare(snapshot: Snapshot, key: string, textOf: TextOf): Iterable<Fix> {
  for (const [path, file] of snapshot.flagFiles) {
    const text = textOf(path);
    if (text === undefined) continue;
    const options = flagFileOptions(snapshot.config, path);
    const edits = addEntry(text, file, key, { enabled: false, created: snapshot.today }, options);
    if (edits.length > 0)
      yield { title: l10n.t("Add '{0}' to {1}", key, path), edits: [{ file: path, edits }] };
  }
}
