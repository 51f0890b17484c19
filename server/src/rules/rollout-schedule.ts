import { formatDay } from '../flags/dates';
import { declaredIn, lifeOf } from '../workspace/life';
import type { Rule } from './rule';

/**
 * A flag's percentage is not the one its schedule plans for today, or the schedule itself takes a step back.
 * Silent where the flag is off, since the kill switch of a rollout is no delay, and where its state is unknown.
 */
export const rolloutSchedule: Rule = {
  id: 'rollout-schedule',
  severity: 'warning',
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
          message: `The schedule of flag '${flag.key}' goes back from ${before.percentage} % to ${after.percentage} % on ${formatDay(after.date)}. Correct the steps.`,
        };
      }
      const { schedule } = lifeOf(snapshot, { ...declared, flag, state: flag.state });
      if (!schedule || schedule.standing === 'on schedule' || flag.state.kind === 'off') continue;
      yield {
        span: flag.keySpan,
        flag: flag.key,
        message: `Flag '${flag.key}' is ${schedule.standing} ${schedule.standing === 'behind' ? 'its schedule' : 'of its schedule'}: ${schedule.planned} % is planned for today, ${schedule.actual} % is set. Take the step, or change the plan.`,
      };
    }
  },
};
