import type { DataNode } from '../../text/tree';
import type { FlagType, Located, State } from '../model';
import { evidenceAt, innerSpan, locatedText, member, scalarAt } from './nodes';
import { type FlagParts, type FlagPlace, serviceFormat } from './service-format';
import { unknown } from './states';

/**
 * GitLab's feature flag definitions (docs.gitlab.com/development/feature_flags): a YAML file for each flag. Its state
 * lives in the database of an instance; `default_enabled` is what it is until someone sets it.
 */
export const gitlab = serviceFormat({
  name: 'gitlab',
  find: findFlag,
  read: ({ node }) => readDefinition(node),
});

function findFlag(document: DataNode): FlagPlace[] | undefined {
  const name = member(document, 'name');
  const isDefinition =
    member(document, 'default_enabled') !== undefined &&
    ['group', 'milestone', 'introduced_by_url', 'rollout_issue_url', 'type'].some((field) =>
      member(document, field),
    );
  if (!isDefinition || name?.kind !== 'scalar' || name.text === '') return undefined;
  return [{ key: name.text, keySpan: innerSpan(name), span: document.span, node: document }];
}

function readDefinition(node: DataNode): FlagParts {
  const owner = locatedText(member(node, 'group'));
  const description = locatedText(member(node, 'description'));
  const ticket = ['rollout_issue_url', 'feature_issue_url', 'introduced_by_url']
    .map((field) => locatedText(member(node, field)))
    .find((found) => found !== undefined);
  const type = typeOf(node);
  return {
    state: stateOf(node),
    ...(owner && { owner }),
    ...(ticket && { ticket }),
    ...(type && { type }),
    ...(description && { description }),
    canHave: { owner: true, expiry: false },
  };
}

function stateOf(node: DataNode): State {
  const enabled = scalarAt(node, 'default_enabled');
  const evidence = evidenceAt(node, 'default_enabled');
  if (typeof enabled !== 'boolean') return unknown('default_enabled is no boolean', evidence);
  const kind = enabled ? 'on' : 'off';
  const words = `${kind} by default, which each instance may change`;
  return { kind, evidence: { ...evidence, isDefault: true }, words };
}

const TYPES: Readonly<Record<string, FlagType>> = {
  gitlab_com_derisk: 'release',
  development: 'release',
  wip: 'release',
  beta: 'release',
  worker: 'operational',
  ops: 'operational',
  experiment: 'experiment',
  licensed: 'permission',
};

function typeOf(node: DataNode): Located<FlagType> | undefined {
  const type = locatedText(member(node, 'type'));
  const value = type && Object.hasOwn(TYPES, type.value) ? TYPES[type.value] : undefined;
  return value && { value, span: type!.span };
}
