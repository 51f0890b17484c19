import { parseJson } from '../text/json';
import { parseYaml } from '../text/yaml';
import { describeState } from './describe';
import { type EntryEdit, editEntry, entryNode, type FlagText } from './edit-entry';
import { fieldNames } from './field-names';
import type { Flag, FlagFile, ScheduleStep } from './model';
import { titleOf } from './pulled';
import { readFlagFile } from './read';
import type { Refusal } from './remove-entry';
import { switchOf, type Wanted } from './switches';

/**
 * The edit that turns a flag on or off or sets its percentage in its file, by the one field that decides there. Refused
 * where that would not come of it: where rules decide, where several fields would have to change.
 */
export function switchFlag(source: FlagText, key: string, wanted: Wanted): EntryEdit | Refusal {
  const { path, text, options } = source;
  const file = readFlagFile(path, text, options);
  const flag = file?.flags.find(
    (other) =>
      other.key === key && (source.environment === undefined || other.environment === source.environment),
  );
  if (!file || !flag) return { refusal: `${path} declares no flag '${key}'.` };
  const why = whyNotSwitched(file);
  if (why !== undefined) return { refusal: why };
  const tree = (file.syntax === 'json' ? parseJson : parseYaml)(text);
  const place = entryNode(tree, flag);
  if (!place) return { refusal: `The entry of '${key}' is brought in by an alias. Edit it by hand.` };

  const names = fieldNames(options);
  const ways = switchOf(file.service)!({ key, ...place, environment: options.environment, names }, wanted);
  let refusal: Refusal | undefined;
  for (const assignments of ways.filter((way) => way.length > 0)) {
    const edit = editEntry(source, key, assignments, (after) => isMeant(after, wanted, file.service));
    if (!('refusal' in edit)) return edit;
    refusal ??= edit;
  }
  return (
    refusal ?? {
      refusal: `No one field ${inWords(wanted)} '${key}', which is ${describeState(flag)}. Edit it by hand.`,
    }
  );
}

/** Why no flag of the file can be switched there; nothing where one can be. */
export function whyNotSwitched({
  service,
  path,
  pulled,
}: Pick<FlagFile, 'service' | 'path' | 'pulled'>): string | undefined {
  if (pulled) return `${path} was pulled from ${titleOf(pulled)}: change the flag there, and pull again.`;
  if (switchOf(service)) return undefined;
  return `What decides about the flags of ${path} is not one field of it: the file is of the format '${service}'. Change them in the service, or by hand.`;
}

/** The step that comes next: the earliest that goes beyond what is served now. */
export function nextStep(flag: Flag): ScheduleStep | undefined {
  if (flag.state.kind !== 'partial' && flag.state.kind !== 'off') return undefined;
  const now = flag.state.kind === 'off' ? 0 : (flag.percentage?.value ?? 0);
  return [...flag.schedule].sort((a, b) => a.date - b.date).find((step) => step.percentage > now);
}

function isMeant({ state, percentage, enabled }: Flag, wanted: Wanted, service: string | undefined): boolean {
  const { kind } = state;
  // For whom it is on, a field may say that nobody has told us of.
  const isUnclear = kind === 'unknown' && enabled?.value === true;
  if (wanted === 'on') return isUnclear || kind === 'on' || kind === 'partial' || kind === 'fixed';
  // LaunchDarkly's flags serve the variation for off, which need not be false.
  if (wanted === 'off') return kind === 'off' || (kind === 'fixed' && service === 'launchdarkly');
  if (percentage?.value === wanted) return true;
  return (wanted === 100 && kind === 'on') || (wanted === 0 && kind === 'off');
}

function inWords(wanted: Wanted): string {
  return typeof wanted === 'number' ? 'sets the percentage of' : `turns ${wanted}`;
}
