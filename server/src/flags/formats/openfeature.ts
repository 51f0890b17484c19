import type { DataNode } from '../../text/tree';
import { entriesOf, itemsOf, locatedText, member, textAt } from './nodes';
import { type FlagPlace, placeOfEntry, placeOfItem, serviceFormat } from './service-format';
import { NOT_IN_FILE } from './states';

/**
 * OpenFeature's flag manifest (github.com/open-feature/cli, `schema/v0/flag-manifest.json`), of which typed code is
 * generated. It has no state: `defaultValue` is what the code falls back to.
 */
export const openfeature = serviceFormat({
  name: 'openfeature',
  find: findFlags,
  read: ({ node }) => {
    const description = locatedText(member(node, 'description'));
    return { state: NOT_IN_FILE, ...(description && { description }) };
  },
});

function findFlags(document: DataNode): FlagPlace[] | undefined {
  const flags = member(document, 'flags');
  const nodes = [...entriesOf(flags).map(({ value }) => value), ...itemsOf(flags)];
  const hasSchema = textAt(document, '$schema')?.includes('flag-manifest') === true;
  if (!flags || !(hasSchema || nodes.some(hasFlagType))) return undefined;
  if (flags.kind === 'map') return flags.entries.map(placeOfEntry);
  return itemsOf(flags).flatMap((item) => placeOfItem(item, member(item, 'key')) ?? []);
}

/** What a server answers as a manifest calls the field `type`. */
function hasFlagType(node: DataNode): boolean {
  if (member(node, 'flagType')) return true;
  return TYPES.includes(textAt(node, 'type') ?? '') && member(node, 'defaultValue') !== undefined;
}

const TYPES = ['boolean', 'string', 'integer', 'float', 'object'];
