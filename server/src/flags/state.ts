import * as l10n from '@vscode/l10n';
import type { Entry } from '../text/tree';
import { describeValue } from './describe';
import type { FieldValues } from './fields';
import type { Evidence, State } from './model';
import type { FieldName } from './schema';

/** What an entry is for every context at once, with the field that decides it: the flag model's definition. */
export function stateOf(values: FieldValues): State {
  const { enabled, percentage } = values;
  const evidence = (field: FieldName): Evidence => evidenceOf(values.entries.get(field)!);
  const unknown = (field: FieldName): State => ({
    kind: 'unknown',
    reason: values.invalid.get(field)!,
    evidence: evidence(field),
  });

  if (values.invalid.has('enabled')) return unknown('enabled');
  // Rules of a project's own shape may turn a flag on that is off, and off one that is on.
  if (values.foreignRules) {
    const words =
      percentage || !(values.fixed || enabled) ? {} : exceptionsIn(values, values.entries.get('rules')!);
    return { kind: 'partial', evidence: evidence('rules'), ...words };
  }
  const { doubt } = values;
  if (doubt?.kind === 'exception' && (values.fixed || enabled)) {
    return { kind: 'partial', evidence: evidenceOf(doubt.entry), ...exceptionsIn(values, doubt.entry) };
  }
  if (values.fixed) return { kind: 'fixed', value: values.fixed.value, evidence: evidence('enabled') };
  if (!enabled) return { kind: 'unknown', reason: l10n.t('the file does not say whether it is enabled') };
  if (!enabled.value) return { kind: 'off', evidence: evidence('enabled') };
  if (doubt && (percentage === undefined || percentage.value > 0)) {
    const reason = l10n.t(
      '{0} may say for whom it is on. If it does, name it under fields in flagwright.config.json',
      doubt.entry.key,
    );
    return { kind: 'unknown', reason };
  }
  if (values.isPartial) return { kind: 'partial', evidence: evidence('enabled') };
  if (values.invalid.has('percentage')) return unknown('percentage');
  if (percentage?.value === 100) return { kind: 'on', evidence: evidence('percentage') };
  for (const field of ['rules', 'allowed_users'] as const) {
    if (values.invalid.has(field)) return unknown(field);
  }
  const narrows = narrowing(values);
  if (percentage && (percentage.value > 0 || !narrows)) {
    return { kind: percentage.value > 0 ? 'partial' : 'off', evidence: evidence('percentage') };
  }
  return narrows
    ? { kind: 'partial', evidence: evidence(narrows) }
    : { kind: 'on', evidence: evidence('enabled') };
}

function exceptionsIn({ fixed, enabled }: FieldValues, { key }: Entry): { readonly words: string } {
  const said = fixed ? describeValue(fixed.value) : enabled?.value ? l10n.t('on') : l10n.t('off');
  return { words: l10n.t('{0}, with exceptions in {1}', said, key) };
}

function narrowing(values: FieldValues): FieldName | undefined {
  if (values.rules.length > 0) return 'rules';
  return values.allowedUsers.length > 0 ? 'allowed_users' : undefined;
}

function evidenceOf(entry: Entry): Evidence {
  return {
    field: entry.key,
    span: { start: entry.keySpan.start, end: Math.max(entry.keySpan.end, entry.value.span.end) },
  };
}
