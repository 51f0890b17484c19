import type { DataNode } from '../../text/tree';
import type { Evidence, Located, TargetingRule } from '../model';
import { evidenceAt, innerSpan, itemsAt, locatedText, member, scalarAt, textAt } from './nodes';
import { grouped, perDocument } from './per-document';
import { type RecordNames, recordOf } from './records';
import { type FlagParts, type FlagPlace, placeOfItem, serviceFormat } from './service-format';
import { ruleInWords, served, unknown } from './states';

/**
 * Flagsmith's environment document (docs.flagsmith.com, "Offline mode"): `feature_states`, overridden for segments in
 * `project.segments` and for single identities in `identity_overrides`. A percentage there is about the flag's value,
 * never about `enabled`.
 */
export const flagsmith = serviceFormat({
  name: 'flagsmith',
  find: (document) => {
    const states = member(document, 'feature_states');
    const items = itemsAt(document, 'feature_states');
    const looks = states?.kind === 'list' && (items.length === 0 || items.some((item) => nameOf(item)));
    if (!looks || !(items.length > 0 || member(document, 'api_key'))) return undefined;
    return items.flatMap((item) => placeOfItem(item, nameOf(item)) ?? []);
  },
  read: readState,
});

const RECORD: RecordNames = {
  owner: ['owners'],
  created: 'created_date',
  lastEvaluated: 'last_evaluated',
  description: 'description',
  stale: 'is_stale',
  archived: 'is_archived',
  permanent: 'is_permanent',
};

function nameOf(state: DataNode): DataNode | undefined {
  return member(member(state, 'feature'), 'name');
}

function readState({ key, node }: FlagPlace, document: DataNode): FlagParts {
  const overrides = overridesIn(document).get(key) ?? [];
  const enabled = scalarAt(node, 'enabled');
  const evidence = evidenceAt(node, 'enabled');
  const own: Partial<FlagParts> = {
    ...recordOf(member(node, 'feature'), RECORD),
    dependsOn: overrides.map(({ name }) => name),
    ...(overrides.length > 0 && { parts: overrides.map(({ state }) => state.span) }),
  };
  if (typeof enabled !== 'boolean') return { ...own, state: unknown('enabled is no boolean', evidence) };
  const other = overrides.find(({ state }) => scalarAt(state, 'enabled') !== enabled);
  if (!other) return { ...own, state: served(enabled, evidence) };
  return {
    ...own,
    state: { kind: 'partial', evidence: other.evidence },
    rules: overrides.map(({ rule }) => rule),
  };
}

interface Override {
  readonly state: DataNode;
  readonly name: Located<string>;
  readonly rule: TargetingRule;
  readonly evidence: Evidence;
}

/** What segments and identities get in place of the state of all, by the flags' keys. */
const overridesIn = perDocument((document) => grouped(overridesOf(document), ({ name }) => name.value));

function overridesOf(document: DataNode): Override[] {
  const segments = itemsAt(member(document, 'project'), 'segments').flatMap((segment) =>
    itemsAt(segment, 'feature_states').map((state) => ({
      state,
      who: `the segment is ${textAt(segment, 'name') ?? '?'}`,
    })),
  );
  const identities = itemsAt(document, 'identity_overrides').flatMap((identity) =>
    itemsAt(identity, 'identity_features').map((state) => ({
      state,
      who: `the identity is ${textAt(identity, 'identifier') ?? '?'}`,
    })),
  );
  return [...segments, ...identities].flatMap(({ state, who }) => {
    const node = nameOf(state);
    const name = locatedText(node);
    if (!node || !name) return [];
    const gives = scalarAt(state, 'enabled') === true ? 'on' : 'off';
    return [
      {
        state,
        name: { value: name.value, span: innerSpan(node) },
        rule: ruleInWords(state, `${who}, gives ${gives}`),
        evidence: evidenceAt(state, 'enabled'),
      },
    ];
  });
}
