import * as l10n from '@vscode/l10n';
import { type Span, span } from '../../text/span';
import { type DataNode, type Entry, entryOf, type MapNode } from '../../text/tree';
import { type FieldNames, fieldNames } from '../field-names';
import { type FieldValues, readFields } from '../fields';
import type { Flag, FlagFileProblem, State } from '../model';
import { type EntryReport, entryReport, inWords, shown } from '../report';
import { oldBoolean, readBoolean } from '../scalars';
import { stateOf } from '../state';
import { dependencies } from './dependencies';
import { compareDuplicates, type Declared } from './duplicates';
import { acrossEnvironments, type EnvironmentReading, flagIn } from './environments';
import type { FlagFormat, FlagReading, FlagSource } from './format';
import { fieldsOf } from './nodes';
import {
  environmentSections,
  environmentsOf,
  findRoot,
  isFlag,
  isSection,
  isTemplate,
  looksLikeFlags,
  type Root,
} from './plain-shape';
import type { FlagParts } from './service-format';
import { served, unknown } from './states';

/** The plain format: a map or list of flags in YAML or JSON, under `flags:` or at the top, in sections or not. */
export const plain: FlagFormat = { name: 'plain', read };

function read(source: FlagSource): FlagReading | undefined {
  const names = fieldNames(source.options);
  const roots = source.tree.documents.map((document) => findRoot(document, source.options.root));
  const found = roots.filter((root) => root !== undefined);
  if (!source.configured && !found.some((root) => looksLikeFlags(root, names))) return undefined;
  const reader = new PlainReader(source, names);
  for (const root of found) reader.root(root);
  const missing = found.length === 0 && source.options.root !== undefined && source.tree.documents.length > 0;
  if (missing) reader.rootMissing(source.options.root!);
  return { ...reader.finish(), incomplete: missing };
}

class PlainReader {
  private readonly declared: Declared[] = [];
  private readonly problems: FlagFileProblem[] = [];
  /** The environment whose section is being read. */
  private environment: string | undefined;

  constructor(
    private readonly source: FlagSource,
    private readonly names: FieldNames,
  ) {}

  root(root: Root): void {
    const { node } = root;
    // Beside flags at the very top stand a file's other fields: a version, a name.
    const lenient = !root.named && !this.source.configured;
    if (node.kind === 'map') {
      const environments = environmentSections(node);
      const { environment: wanted } = this.source.options;
      if (!environments) this.section(node, '', lenient);
      else {
        for (const { key, value } of environments) {
          if (value.kind !== 'map' || (wanted !== undefined && wanted !== key)) continue;
          this.environment = wanted === undefined ? key : undefined;
          this.section(value, '', false);
        }
      }
    }
    if (node.kind === 'list') this.list(node.items.map((item) => item.value));
    if (node.kind === 'scalar' && node.value !== null) {
      this.fileProblem(
        node.span,
        l10n.t('A map or a list of flags was expected here, and {0}.', inWords(node)),
      );
    }
  }

  rootMissing(root: string): void {
    this.fileProblem(
      span(0, 0),
      l10n.t("The configuration looks for the flags at '{0}', and nothing stands there.", root),
    );
  }

  finish(): FlagReading {
    const { flags, problems } = compareDuplicates(this.declared, this.source.lines);
    return {
      flags: dependencies(flags, this.source.tree.aliases),
      problems: [...this.problems, ...problems],
    };
  }

  private section(map: MapNode, prefix: string, lenient: boolean): void {
    for (const entry of map.entries) {
      if (isTemplate(entry)) continue;
      const { value } = entry;
      const key = prefix + entry.key;
      if (value.kind === 'map') {
        if (isSection(value, this.names)) this.section(value, `${key}.`, false);
        else if (!lenient || isFlag(value, this.names) || value.entries.length === 0)
          this.entry(key, entry, value);
      } else if (!lenient || isSwitch(value)) {
        this.switch(key, entry, value);
      }
    }
  }

  /** A list's item names its flag by a field. */
  private list(items: readonly DataNode[]): void {
    for (const item of items) {
      const named = item.kind === 'map' ? this.keyOf(item) : undefined;
      if (item.kind !== 'map' || !named) {
        const wanted = this.names.keys.join(' or ');
        this.fileProblem(
          item.span,
          item.kind === 'map'
            ? l10n.t('Each flag of the list needs a {0}, and this one has none. Add it.', wanted)
            : l10n.t('Each flag of the list needs a {0}, and this one is {1}. Add it.', wanted, shown(item)),
        );
        continue;
      }
      const { value } = named;
      const quotes =
        value.kind === 'scalar' && value.quoted && value.span.end - value.span.start >= 2 ? 1 : 0;
      const keySpan = span(value.span.start + quotes, value.span.end - quotes);
      const key = value.kind === 'scalar' ? value.text : '';
      this.entry(key, { key, keySpan, span: item.span, value: item }, item, named.key);
    }
  }

  private keyOf(map: MapNode): Entry | undefined {
    for (const name of this.names.keys) {
      const entry = entryOf(map, name);
      if (entry?.value.kind === 'scalar' && entry.value.text !== '') return entry;
    }
    return undefined;
  }

  private entry(key: string, entry: Entry, map: MapNode, keyField?: string): void {
    const report = entryReport(key, this.source.lines, this.problems);
    const { environments, ...parts } = this.across(map, report, keyField) ?? {
      ...partsOf(readFields(map, this.names, report, keyField)),
      environments: undefined,
    };
    const flag: Flag = {
      allowedUsers: [],
      rules: [],
      schedule: [],
      ...parts,
      key,
      file: this.source.path,
      ...(this.environment !== undefined && { environment: this.environment }),
      keySpan: entry.keySpan,
      span: entry.span,
      fields: fieldsOf(map),
      dependsOn: [],
      canHave: { owner: true, expiry: true },
    };
    const each = environments?.map((reading) => flagIn(flag, reading));
    this.declared.push({ flag: each ? { ...flag, environments: each } : flag, data: map });
  }

  /** What an entry says that tells environments apart, each of which has the entry's own fields, too; nothing for any other. */
  private across(map: MapNode, report: EntryReport, keyField: string | undefined): FlagParts | undefined {
    const environments = environmentsOf(map);
    if (!environments) return undefined;
    const shared = map.entries.filter(
      (entry) => entry.key !== 'environments' && !environments.includes(entry),
    );
    const own = readFields({ ...map, entries: shared }, this.names, report, keyField);
    const fieldOf = ({ key }: Entry): string => this.names.meaningOf(key)?.field ?? key;
    const readings = environments.map(({ key: name, keySpan, value }): EnvironmentReading => {
      const evidence = { field: name, span: span(keySpan.start, Math.max(keySpan.end, value.span.end)) };
      if (value.kind === 'map') {
        const overridden = new Set(value.entries.map(fieldOf));
        const inherited = shared.filter((field) => !overridden.has(fieldOf(field)));
        const entries = [...inherited, ...value.entries];
        return { name, parts: partsOf(readFields({ ...value, entries }, this.names, report, keyField)) };
      }
      const enabled = value.kind === 'scalar' && typeof value.value === 'boolean' ? value.value : undefined;
      if (enabled === undefined)
        return { name, parts: { state: unknown(`${name} is ${shown(value)}`, evidence) } };
      return {
        name,
        parts: { state: served(enabled, evidence), enabled: { value: enabled, span: value.span } },
      };
    });
    const saysElsewhere = own.enabled !== undefined || own.fixed !== undefined || own.invalid.has('enabled');
    const found = acrossEnvironments(
      readings,
      this.source.options.environment,
      saysElsewhere ? partsOf(own) : undefined,
    );
    const { state } = found;
    // What is not the same everywhere is nobody's.
    const { percentage: _percentage, rules: _rules, allowedUsers: _users, ...metadata } = partsOf(own);
    const isDecided = state.kind !== 'unknown' && state.kind !== 'fixed';
    return {
      ...metadata,
      ...found,
      ...(isDecided && { enabled: { value: state.kind !== 'off', span: state.evidence.span } }),
    };
  }

  /** A flag that is nothing but a boolean, or was meant to be. */
  private switch(key: string, entry: Entry, value: DataNode): void {
    const report = entryReport(key, this.source.lines, this.problems);
    const place = value.span.end > value.span.start ? value.span : entry.keySpan;
    const enabled = readBoolean(value, (problem, meant) => {
      const isEmpty = value.kind === 'scalar' && value.value === null;
      report.invalid(
        place,
        isEmpty
          ? l10n.t('it has no value. Give it true, false or fields.')
          : l10n.t('its value {0}', problem),
        meant,
      );
      return undefined;
    });
    const evidence = { field: entry.key, span: entry.span };
    const state: State =
      enabled === undefined
        ? { kind: 'unknown', reason: l10n.t('its value is {0}', shown(value)), evidence }
        : { kind: enabled ? 'on' : 'off', evidence };
    const flag: Flag = {
      key,
      file: this.source.path,
      ...(this.environment !== undefined && { environment: this.environment }),
      keySpan: entry.keySpan,
      span: entry.span,
      state,
      ...(enabled !== undefined && { enabled: { value: enabled, span: value.span } }),
      allowedUsers: [],
      rules: [],
      schedule: [],
      fields: [],
      dependsOn: [],
      canHave: { owner: false, expiry: false },
    };
    this.declared.push({ flag, data: value });
  }

  private fileProblem(place: Span, message: string): void {
    this.problems.push({ rule: 'invalid-flag', span: place, message });
  }
}

function partsOf(read: FieldValues): FlagParts {
  const {
    entries: _entries,
    invalid: _invalid,
    fixed: _fixed,
    foreignRules: _foreign,
    isPartial: _partial,
    doubt: _doubt,
    ...values
  } = read;
  return { ...values, state: stateOf(read) };
}

function isSwitch(value: DataNode): boolean {
  if (value.kind !== 'scalar') return false;
  return value.value === null || typeof value.value === 'boolean' || oldBoolean(value) !== undefined;
}
