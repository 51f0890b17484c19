import type { Entry } from '../text/tree';
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
  if (values.foreignRules) return { kind: 'partial', evidence: evidence('rules') };
  if (values.fixed) return { kind: 'fixed', value: values.fixed.value, evidence: evidence('enabled') };
  if (!enabled) return { kind: 'unknown', reason: 'the file does not say whether it is enabled' };
  if (!enabled.value) return { kind: 'off', evidence: evidence('enabled') };
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
