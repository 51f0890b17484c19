import { fieldNames } from '../field-names';
import { readFields } from '../fields';
import type { Flag } from '../model';
import { entryReport } from '../report';
import type { FlagSource } from './format';
import { mapAt } from './nodes';
import type { FlagPlace } from './service-format';

/**
 * What free metadata say, where they use the names of our own format or those the configuration gives. Whatever else
 * stands there is nobody's mistake.
 */
export function metadataOf(
  { key, node }: FlagPlace,
  source: FlagSource,
): Pick<Flag, 'owner' | 'created' | 'expires' | 'ticket' | 'type' | 'permanent' | 'description'> {
  const map = mapAt(node, 'metadata');
  if (!map) return {};
  const read = readFields(map, fieldNames(source.options), entryReport(key, source.lines, []));
  return {
    ...(read.owner && { owner: read.owner }),
    ...(read.created && { created: read.created }),
    ...(read.expires && { expires: read.expires }),
    ...(read.ticket && { ticket: read.ticket }),
    ...(read.type && { type: read.type }),
    ...(read.permanent && { permanent: read.permanent }),
    ...(read.description && { description: read.description }),
  };
}
