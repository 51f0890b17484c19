import * as l10n from '@vscode/l10n';
import { formatDay } from '../flags/dates';
import type { EntryChoice, EntryQuestion, EntryTask } from '../flags/entry-request';
import type { Flag, FlagFile } from '../flags/model';
import { nextStep, whyNotSwitched } from '../flags/switch-flag';
import type { DeclaredFlag, Snapshot } from '../workspace/snapshot';
import type { CodeAction } from './code-actions';

/** One way to switch a flag. */
export interface SwitchChoice {
  /** For a lens: `turn off`, `step to 50 %`. */
  readonly label: string;
  /** For a menu, with the flag's name in it: `Turn flag 'x' off`. */
  readonly title: (name: string) => string;
  readonly task: EntryTask;
}

/** What a flag can be switched to, as it stands in its file. */
export function switchChoices(flag: Flag, file: FlagFile): SwitchChoice[] {
  if (whyNotSwitched(file) !== undefined || isTwice(flag, file)) return [];
  const { kind } = flag.state;
  const choices: SwitchChoice[] = [];
  const turn = (wanted: 'on' | 'off'): SwitchChoice => ({
    label: wanted === 'on' ? l10n.t('turn on') : l10n.t('turn off'),
    title: (name) => (wanted === 'on' ? l10n.t('Turn {0} on', name) : l10n.t('Turn {0} off', name)),
    task: { task: 'switch', wanted },
  });
  // Off with exceptions is on for some all the same; what is enabled can be turned off, whoever it is on for.
  const isEnabled = flag.enabled?.value;
  if (kind === 'on' || (kind === 'partial' && isEnabled !== false) || (kind === 'unknown' && isEnabled))
    choices.push(turn('off'));
  if (kind === 'off' || (kind === 'partial' && isEnabled === false)) choices.push(turn('on'));
  const step = flag.enabled?.value === true ? nextStep(flag) : undefined;
  if (step) {
    choices.push({
      label: l10n.t('step to {0} %', step.percentage),
      title: (name) =>
        l10n.t(
          'Take the next step of {0}: {1} %, planned for {2}',
          name,
          step.percentage,
          formatDay(step.date),
        ),
      task: { task: 'switch', wanted: step.percentage },
    });
  }
  if (kind === 'partial' && file.service === undefined && flag.enabled?.value === true) {
    const title = (name: string): string => l10n.t('Roll {0} out to everyone', name);
    choices.push({ label: l10n.t('to everyone'), title, task: { task: 'rollOut' } });
  }
  return choices;
}

/** The question for a percentage; nothing where none can be set: a plain boolean, a service's flag that has none. */
export function percentageQuestion(flag: Flag, file: FlagFile): EntryQuestion | undefined {
  const isSettable = file.service === undefined ? flag.canHave.owner : flag.percentage !== undefined;
  if (!isSettable || whyNotSwitched(file) !== undefined || isTwice(flag, file)) return undefined;
  const current = flag.percentage?.value;
  const choices = [1, 5, 10, 25, 50, 100]
    .filter((percentage) => percentage !== current)
    .map(
      (percentage): EntryChoice => ({
        title: l10n.t("Set flag '{0}' to {1} %", flag.key, percentage),
        label: `${percentage} %`,
        task: { task: 'switch', wanted: percentage },
      }),
    );
  return {
    ...targetOf(flag),
    about: 'percentage',
    ...(current !== undefined && { current: String(current) }),
    choices,
  };
}

/** "Turn flag 'x' off" at its entry, and at every read; for each environment where its files name several. */
export function switchActions(snapshot: Snapshot, declared: DeclaredFlag, at: string): CodeAction[] {
  const isEntry = snapshot.flagFiles.has(at);
  const all = declared.declarations.filter(({ flag }) => !isEntry || flag.file === at);
  return all.flatMap(({ flag, environment }): CodeAction[] => {
    const file = snapshot.flagFiles.get(flag.file);
    if (!file) return [];
    const name =
      flag.type?.value === 'kill_switch'
        ? l10n.t("kill switch '{0}'", flag.key)
        : l10n.t("flag '{0}'", flag.key);
    const action = (title: string, change: CodeAction['change']): CodeAction => ({
      title: all.length > 1 ? l10n.t('{0} in {1}', title, environment ?? flag.file) : title,
      findings: [],
      isPreferred: false,
      change,
    });
    const reason = whyNotSwitched(file);
    if (reason !== undefined) return [action(`Switch ${name}`, { kind: 'refusal', reason })];
    const question = percentageQuestion(flag, file);
    const target = targetOf(flag);
    return [
      ...switchChoices(flag, file).map(({ title, task }) =>
        action(title(name), { kind: 'entry', request: { ...target, ...task } }),
      ),
      ...(question
        ? [action(l10n.t('Set the percentage of {0}…', name), { kind: 'question', question })]
        : []),
    ];
  });
}

/** Which entry is meant. */
export function targetOf({ file, key, environment }: Flag) {
  return { file, key, ...(environment !== undefined && { environment }) };
}

function isTwice({ key, environment }: Flag, { flags }: FlagFile): boolean {
  return flags.filter((other) => other.key === key && other.environment === environment).length > 1;
}
