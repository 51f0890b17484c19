import * as l10n from '@vscode/l10n';
import type { DataNode, Entry } from '../../text/tree';
import type { Evidence, Flag, FlagFileProblem, State } from '../model';
import { dependencies } from './dependencies';
import { compareDuplicates } from './duplicates';
import { type EnvironmentReading, flagIn } from './environments';
import type { FlagFormat, FlagReading, FlagSource } from './format';
import { fieldsOf, innerSpan } from './nodes';

/** How the files of one service are read: where their flags stand, and what each of them says. */
export interface ServiceFormat {
  /** The name that the configuration's `format` knows it by. */
  readonly name: string;
  /** The flags of a document; undefined where it is of another format. */
  readonly find: (document: DataNode, source: FlagSource) => readonly FlagPlace[] | undefined;
  /** What one of them says. `document` is there for what other places say of it. */
  readonly read: (place: FlagPlace, document: DataNode, source: FlagSource) => FlagParts;
  /**
   * True where a flag's metadata are free: the format has no field for an owner or a date of its own, but where a file
   * uses one, its other flags can have it.
   */
  readonly freeMetadata?: boolean;
}

/** Where a flag stands. */
export interface FlagPlace extends Pick<Flag, 'key' | 'keySpan' | 'span'> {
  readonly node: DataNode;
}

/** All that a format's file says of a flag; what it cannot say is absent. */
export type FlagParts = Pick<Flag, 'state'> &
  Partial<Omit<Flag, keyof FlagPlace | 'state' | 'file' | 'fields' | 'environments'>> & {
    readonly environments?: readonly EnvironmentReading[];
  };

export function serviceFormat(format: ServiceFormat): FlagFormat {
  return { name: format.name, read: (source) => readService(format, source) };
}

/** A flag that stands in a map, under its key. */
export function placeOfEntry({ key, keySpan, span, value }: Entry): FlagPlace {
  return { key, keySpan, span, node: value };
}

/** A flag that is an item of a list, with its key in one of its fields; none where that is no name. */
export function placeOfItem(node: DataNode, name: DataNode | undefined): FlagPlace | undefined {
  if (name?.kind !== 'scalar' || name.value === null || name.text === '') return undefined;
  return { key: name.text, keySpan: innerSpan(name), span: node.span, node };
}

function readService(format: ServiceFormat, source: FlagSource): FlagReading | undefined {
  const flags: Flag[] = [];
  const problems: FlagFileProblem[] = [];
  let recognised = false;
  for (const document of source.tree.documents) {
    const places = format.find(document, source);
    if (!places) continue;
    recognised = true;
    const declared = places.map((place) => ({
      flag: flagOf(place, format.read(place, document, source), source),
      data: place.node,
    }));
    // Another document is another namespace, or environment, with keys of its own.
    const compared = compareDuplicates(declared, source.lines);
    flags.push(...compared.flags);
    problems.push(...declared.flatMap(({ flag }) => mistakeOf(flag)), ...compared.problems);
  }
  if (!recognised) return undefined;
  const all = format.freeMetadata ? withConventions(flags) : flags;
  return { flags: dependencies(all, source.tree.aliases), problems };
}

function flagOf(
  { node, ...place }: FlagPlace,
  { environments, ...parts }: FlagParts,
  source: FlagSource,
): Flag {
  const flag: Flag = {
    ...enabledBy(parts.state),
    allowedUsers: [],
    rules: [],
    schedule: [],
    dependsOn: [],
    canHave: { owner: false, expiry: false },
    ...parts,
    ...place,
    file: source.path,
    fields: fieldsOf(node),
  };
  if (!environments) return flag;
  const each = environments.map(({ name, parts: own }) => ({
    name,
    parts: { ...enabledBy(own.state), ...own },
  }));
  return { ...flag, environments: each.map((reading) => flagIn(flag, reading)) };
}

/** The switch of our own model that evaluates to what the service says. */
function enabledBy(state: State): Pick<Flag, 'enabled'> {
  if (state.kind === 'unknown' || state.kind === 'fixed') return {};
  return { enabled: { value: state.kind !== 'off', span: state.evidence.span } };
}

/** A state that is unknown for a reason that stands in the file is a mistake there. */
function mistakeOf({ key, state }: Flag): FlagFileProblem[] {
  if (state.kind !== 'unknown' || !state.evidence) return [];
  const { span }: Evidence = state.evidence;
  return [
    {
      rule: 'invalid-flag',
      flag: key,
      span,
      message: l10n.t("Flag '{flag}': {problem}. Correct it.", { flag: key, problem: state.reason }),
    },
  ];
}

function withConventions(flags: readonly Flag[]): Flag[] {
  const owner = flags.some((flag) => flag.owner);
  const expiry = flags.some((flag) => flag.expires);
  return flags.map((flag) => ({ ...flag, canHave: { owner, expiry } }));
}
