import type { DataNode } from '../../text/tree';
import { itemsAt, itemsOf, locatedText, member, numberAt } from './nodes';
import { type FlagParts, type FlagPlace, placeOfItem, serviceFormat } from './service-format';
import { NOT_IN_FILE } from './states';

/**
 * Chromium's `flag-metadata.json` (chrome/browser/flag-metadata.json, explained in its head): who owns a flag, and the
 * milestone after which it goes. Whether it is on stands elsewhere.
 */
export const chromium = serviceFormat({
  name: 'chromium',
  find: findFlags,
  read: ({ node }) => readMetadata(node),
});

function findFlags(document: DataNode): FlagPlace[] | undefined {
  const items = itemsOf(document);
  if (!items.some((item) => member(item, 'expiry_milestone') && member(item, 'name'))) return undefined;
  return items.flatMap((item) => placeOfItem(item, member(item, 'name')) ?? []);
}

function readMetadata(node: DataNode): FlagParts {
  const owners = itemsAt(node, 'owners').flatMap((owner) => locatedText(owner)?.value ?? []);
  const milestone = member(node, 'expiry_milestone');
  return {
    state: NOT_IN_FILE,
    ...(owners.length > 0 && { owner: { value: owners.join(', '), span: member(node, 'owners')!.span } }),
    // A milestone is no day; -1 is the one that never comes.
    ...(milestone &&
      numberAt(node, 'expiry_milestone') === -1 && { permanent: { value: true, span: milestone.span } }),
    canHave: { owner: true, expiry: false },
  };
}
