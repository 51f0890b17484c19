import type { DataNode, Entry } from '../../text/tree';
import type { FlagValue, TargetingRule } from '../model';
import { evidenceAt, itemsOf, locatedText, member, textAt } from './nodes';
import { grouped, perDocument } from './per-document';
import { type FlagParts, type FlagPlace, placeOfEntry, serviceFormat } from './service-format';
import { agreed, type Outcome, partial, ruleInWords, served, unknown } from './states';

/**
 * Split's localhost file in YAML (help.split.io, "Localhost mode"): a list of maps with one key, the flag's, and the
 * treatment that everyone or some keys get. A flag may stand in several items; those with keys come first.
 */
export const split = serviceFormat({
  name: 'split',
  find: (document) => {
    const entries = entriesIn(document);
    if (entries.length === 0 || entries.length < itemsOf(document).length) return undefined;
    const first = new Map(entries.map(({ entry }) => [entry.key, entry] as const).reverse());
    return entries
      .filter(({ entry }) => first.get(entry.key) === entry)
      .map(({ entry, item }) => placeOf(entry, item));
  },
  read: (place, document) => readTreatments(place, treatmentsOf(document).get(place.key) ?? []),
});

const treatmentsOf = perDocument((document) => grouped(entriesIn(document), ({ entry }) => entry.key));

interface Treatment {
  readonly entry: Entry;
  readonly item: DataNode;
}

function entriesIn(document: DataNode): Treatment[] {
  return itemsOf(document).flatMap((item) => {
    const [entry, ...others] = item.kind === 'map' ? item.entries : [];
    return entry && others.length === 0 && member(entry.value, 'treatment') ? [{ entry, item }] : [];
  });
}

/** The whole item is the entry, with its braces where it has some. */
function placeOf(entry: Entry, item: DataNode): FlagPlace {
  return { ...placeOfEntry(entry), span: item.span };
}

function readTreatments({ key, keySpan }: FlagPlace, own: readonly Treatment[]): FlagParts {
  const further = own.filter(({ entry }) => entry.keySpan.start !== keySpan.start);
  const parts = {
    dependsOn: further.map(({ entry }) => ({ value: key, span: entry.keySpan })),
    ...(further.length > 0 && { parts: further.map(({ item }) => item.span) }),
  };
  // Of several treatments for everyone the first counts.
  const whole = own.find(({ entry }) => keysOf(entry.value).length === 0);
  const some = own.filter(({ entry }) => keysOf(entry.value).length > 0);
  const rules = some.map(({ entry }) => whitelisted(entry.value));
  const node = (whole ?? own[0]!).entry.value;
  const treatment = treatmentOf(node);
  if (treatment === undefined)
    return { ...parts, state: unknown('its treatment is no text', evidenceAt(node, 'treatment')) };
  const outcomes = own.map(({ entry }): Outcome => ({ value: treatmentOf(entry.value) ?? '' }));
  if (some.length === 0) return { ...parts, state: served(treatment, evidenceAt(node, 'treatment')) };
  const evidence = evidenceAt(some[0]!.entry.value, 'keys');
  // Whoever is not listed gets no treatment of the file.
  const state = whole ? agreed(outcomes, evidence) : partial([...outcomes, { value: 'control' }], evidence);
  return { ...parts, state, rules: state.kind === 'partial' ? rules : [] };
}

/** Unquoted, `on` is text to the SDK, and `true` a boolean that it does not take. */
function treatmentOf(node: DataNode): FlagValue | undefined {
  const treatment = member(node, 'treatment');
  return treatment?.kind === 'scalar' && typeof treatment.value === 'string' ? treatment.value : undefined;
}

function keysOf(node: DataNode): string[] {
  const keys = member(node, 'keys');
  const all = keys?.kind === 'list' ? itemsOf(keys) : keys ? [keys] : [];
  return all.flatMap((key) => locatedText(key)?.value ?? []);
}

function whitelisted(node: DataNode): TargetingRule {
  return ruleInWords(
    node,
    `the key is one of ${keysOf(node).join(', ')}, gives ${textAt(node, 'treatment') ?? '?'}`,
  );
}
