import * as l10n from '@vscode/l10n';
import type { Flag, FlagFile } from '../flags/model';
import { asksAtEachRead } from '../usages/package-names';
import type { Read } from '../usages/read';
import { declaredIn } from '../workspace/life';
import { askedHere, readsAt, readsToReport } from './reads';
import type { Rule } from './rule';

/**
 * A kill switch that would not work when everything else does not. It must be on unless someone turns it off, for everyone
 * at once: without a percentage, rules or users. Where the code gives a default it must be true, so that a lost connection
 * turns nothing off. It must be asked before any other flag, and without a request over the network.
 *
 * ## Why
 *
 * A kill switch is needed on the worst day. What depends on a rollout, on another flag or on a service that is down then
 * does not work when it is pulled.
 *
 * ## Example
 *
 * ```yaml
 * # config/flags.yaml
 * flags:
 *   payments: { enabled: true, type: kill_switch, percentage: 50 }
 * # ^^^^^^^^ kill-switch: Kill switch 'payments' has a percentage, so turning it on does not reach everyone. Remove that.
 *   refunds: { enabled: true, type: kill_switch }
 * ```
 * ```ts
 * // src/app.ts
 * client.getBooleanValue('payments', true);
 * client.getBooleanValue('refunds', false);
 * //                      ^^^^^^^ kill-switch: Kill switch 'refunds' falls back to false here, so a lost connection turns the feature off. Make the default true.
 * ```
 *
 * ## How to fix
 *
 * Take the percentage, rules and users out of the entry; make the default at the read true; ask the switch first, through a
 * client that holds the flags in memory.
 *
 * ## What it needs to know
 *
 * That the flag is one: `type: kill_switch`, or the service's own word for it. The default counts where it is a literal: an
 * argument, what follows `??`, or what a `catch` around the read returns. The other flag counts where both reads are certain,
 * and the network where the SDK is known to ask its service at each read, or the project's own reader sends a request
 * whenever it is called and remembers nothing.
 */
export const killSwitch: Rule = {
  id: 'kill-switch',
  severity: 'warning',
  summary: 'A kill switch would not work when it is needed.',
  *checkSource(snapshot, path) {
    const reads = snapshot.readsIn(path);
    for (const { read, declared } of readsToReport(snapshot, path)) {
      if (declared.flag.type?.value !== 'kill_switch') continue;
      const at = { span: read.span, flag: declared.key };
      if (read.codeDefault === false) {
        yield {
          ...at,
          message: l10n.t(
            "Kill switch '{flag}' falls back to false here, so a lost connection turns the feature off. Make the default true.",
            { flag: declared.key },
          ),
        };
      }
      if (read.asksNetwork) {
        yield {
          ...at,
          message: l10n.t(
            "Kill switch '{flag}' is asked over the network here, since its reader sends a request each time. Read it from flags that are held in memory.",
            { flag: declared.key },
          ),
        };
      } else if (read.sdk !== undefined && asksAtEachRead(read.sdk)) {
        yield {
          ...at,
          message: l10n.t(
            "Kill switch '{flag}' is asked over the network here, since {sdk} asks its service at each read. Read it with a client that holds the flags in memory.",
            { flag: declared.key, sdk: read.sdk },
          ),
        };
      }
      const outer = outerFlag(read, reads);
      if (outer) {
        yield {
          ...at,
          message: l10n.t(
            "Kill switch '{flag}' is asked behind flag '{outer}'. Ask it first, so that it always works.",
            {
              flag: declared.key,
              outer: outer.key!,
            },
          ),
          related: [{ file: path, span: outer.span, message: askedHere(outer.key!) }],
        };
      }
    }
  },
  *checkFlagFile(snapshot, path) {
    const file = snapshot.flagFiles.get(path);
    for (const { flag } of declaredIn(snapshot, path)) {
      if (flag.type?.value !== 'kill_switch') continue;
      const at = { span: flag.keySpan, flag: flag.key };
      const narrowed = narrowing(flag);
      if (narrowed) {
        yield {
          ...at,
          message: narrowed,
        };
      }
      const parent = file && parentOf(flag, file);
      if (parent) {
        yield {
          ...at,
          message: l10n.t(
            "Kill switch '{flag}' depends on flag '{other}'. Let it depend on none, so that it always works.",
            { flag: flag.key, other: parent.value },
          ),
          related: [
            {
              file: path,
              span: parent.span,
              message: l10n.t("'{flag}' is named here", { flag: parent.value }),
            },
          ],
        };
      }
    }
  },
};

/** The nearest certain read of another flag that decides whether this one runs. */
function outerFlag(read: Read, reads: readonly Read[]): Read | undefined {
  return [...read.guards, ...read.testedUnder]
    .map((guard) => readsAt(guard.span, reads)[0])
    .find((outer) => outer?.key !== undefined && outer.key !== read.key && outer.certainty === 'certain');
}

function narrowing({ key, percentage, rules, allowedUsers }: Flag): string | undefined {
  const flag = { flag: key };
  if (percentage) {
    return l10n.t(
      "Kill switch '{flag}' has a percentage, so turning it on does not reach everyone. Remove that.",
      flag,
    );
  }
  if (rules.length > 0)
    return l10n.t(
      "Kill switch '{flag}' has rules, so turning it on does not reach everyone. Remove that.",
      flag,
    );
  if (allowedUsers.length === 0) return undefined;
  return l10n.t(
    "Kill switch '{flag}' has allowed users, so turning it on does not reach everyone. Remove that.",
    flag,
  );
}

/** Where the file's format knows prerequisites, the flag that must be on first; a YAML alias is none. */
function parentOf(flag: Flag, { service, syntax }: FlagFile): Flag['dependsOn'][number] | undefined {
  if (service === undefined || syntax === 'yaml') return undefined;
  return flag.dependsOn.find(({ value }) => value !== flag.key);
}
