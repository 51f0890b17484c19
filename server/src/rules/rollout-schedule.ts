import * as l10n from '@vscode/l10n';
import { formatDay } from '../flags/dates';
import { declaredIn, lifeOf } from '../workspace/life';
import type { Rule } from './rule';

/**
 * A flag's percentage is not the one its schedule plans for today, or the schedule itself takes a step back.
 *
 * ## Why
 *
 * The plan is what others count on. Behind it, a step was forgotten or held back without a word; ahead of it, more people
 * have the feature than anyone has agreed to.
 *
 * ## Example
 *
 * ```yaml
 * # config/flags.yaml
 * flags:
 *   checkout:
 * # ^^^^^^^^ rollout-schedule: Flag 'checkout' is behind its schedule: 50 % is planned for today, 10 % is set.
 *     enabled: true
 *     percentage: 10
 *     schedule:
 *       - { date: 2026-11-01, percentage: 10 }
 *       - { date: 2026-11-20, percentage: 50 }
 *       - { date: 2026-12-01, percentage: 100 }
 * ```
 * ```ts
 * // src/app.ts
 * flags.isEnabled('checkout');
 * ```
 *
 * ## How to fix
 *
 * Take the step, or change the plan.
 *
 * ## What it needs to know
 *
 * The percentage and the schedule. It is silent where the flag is not enabled, since the brake of a rollout is no delay, and
 * where the flag's state is unknown.
 */
export const rolloutSchedule: Rule = {
  id: 'rollout-schedule',
  severity: 'warning',
  summary: 'The percentage is not the one planned for today.',
  *checkFlagFile(snapshot, path) {
    for (const { flag, declared } of declaredIn(snapshot, path)) {
      const steps = [...flag.schedule].sort((a, b) => a.date - b.date);
      const back = steps.findIndex(
        (step, index) => index > 0 && step.percentage < steps[index - 1]!.percentage,
      );
      if (back > 0) {
        const [before, after] = [steps[back - 1]!, steps[back]!];
        yield {
          span: flag.keySpan,
          flag: flag.key,
          message: l10n.t(
            "The schedule of flag '{flag}' goes back from {before} % to {after} % on {day}. Correct the steps.",
            {
              flag: flag.key,
              before: before.percentage,
              after: after.percentage,
              day: formatDay(after.date),
            },
          ),
        };
      }
      const { schedule } = lifeOf(snapshot, { ...declared, flag, state: flag.state });
      if (!schedule || schedule.standing === 'on schedule' || flag.enabled?.value !== true) continue;
      const { planned, actual } = schedule;
      const parts = { flag: flag.key, planned, actual };
      const message =
        schedule.standing === 'behind'
          ? l10n.t(
              "Flag '{flag}' is behind its schedule: {planned} % is planned for today, {actual} % is set. Take the step, or change the plan.",
              parts,
            )
          : l10n.t(
              "Flag '{flag}' is ahead of its schedule: {planned} % is planned for today, {actual} % is set. Take the step, or change the plan.",
              parts,
            );
      yield { span: flag.keySpan, flag: flag.key, message };
    }
  },
  *fixes(snapshot, { file, flag: key }) {
    const all = snapshot.flagFiles.get(file)?.flags.filter((flag) => flag.key === key) ?? [];
    const [flag] = all;
    const declared = flag && all.length === 1 ? snapshot.flag(flag.key, file) : undefined;
    if (!flag || !declared) return;
    const { schedule } = lifeOf(snapshot, { ...declared, flag, state: flag.state });
    if (!schedule || schedule.standing === 'on schedule') return;
    const { planned } = schedule;
    yield {
      title: l10n.t("Set flag '{0}' to {1} %, as planned for today", flag.key, planned),
      edits: [],
      later: { file, key: flag.key, task: 'switch', wanted: planned },
      isPreferred: true,
    };
  },
};
