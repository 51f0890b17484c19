import type { StaleAfterDays } from '../flags/lifecycle';
import { FLAG_TYPES } from '../flags/model';
import { type FlagFileOptions, STATE_WORDS, type StateWord } from '../flags/options';
import { suggest } from '../flags/suggest';
import { parseJson } from '../text/json';
import type { Span } from '../text/span';
import { type DataNode, entryOf, type MapNode, plainValue } from '../text/tree';
import { parseYaml } from '../text/yaml';
import type { Answer } from '../usages/read';
import { DECLARES } from '../usages/read';
import type { BulkShape, CallShape, ComponentShape, KeyNaming } from '../usages/shapes';
import { type PullSource, readFlagUrls, readPull } from './config-pull';
import type { PrometheusConfig } from './evidence';
import { readEvidence } from './evidence-config';
import { globProblem, globTest } from './globs';
import { isRuleId, RULE_IDS, type RuleId } from './rule-ids';

/** What a team has agreed on: `flagwright.config.json` or `.yaml` at the root. */
export interface Config {
  /** Where it was read; absent where there is none. */
  readonly file?: string;
  readonly flagFiles: readonly FlagFileGlob[];
  readonly calls: readonly CallShape[];
  readonly bulks: readonly BulkShape[];
  readonly components: readonly ComponentShape[];
  /** The tables in code that wrappers name, and where. */
  readonly tables: readonly NamedTable[];
  readonly rules: ReadonlyMap<RuleId, SeveritySetting>;
  readonly staleAfterDays: StaleAfterDays;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Who knows how the flags are evaluated in production. */
  readonly prometheus?: PrometheusConfig;
  /** A URL with `{ticket}` in it. */
  readonly ticketUrl?: string;
  /** What is pulled from services. */
  readonly pull: readonly PullSource[];
  /** The addresses at which services show a flag, with `{flag}` in them, by the services' names. */
  readonly flagUrls: ReadonlyMap<string, string>;
}

export type SeveritySetting = 'off' | 'hint' | 'info' | 'warning' | 'error';

export interface FlagFileGlob extends FlagFileOptions {
  readonly globs: readonly string[];
}

/** A table in code that the configuration names: its file, and the name under which that exports it. */
export interface NamedTable {
  readonly file: string;
  readonly name: string;
  readonly span: Span;
}

export interface ConfigProblem {
  readonly message: string;
  readonly span: Span;
}

/** The names under which a configuration is looked for, the first that is there counts. */
export const CONFIG_FILES = [
  'flagwright.config.json',
  'flagwright.config.yaml',
  'flagwright.config.yml',
] as const;

/** Read where no configuration names flag files; their content decides whether they are. */
export const DEFAULT_FLAG_FILES = '**/{feature_flags,feature-flags,flags}{,.*}.{yaml,yml,json}';

export const DEFAULT_CONFIG: Config = {
  flagFiles: [],
  calls: [],
  bulks: [],
  components: [],
  tables: [],
  rules: new Map(),
  staleAfterDays: {},
  include: [],
  exclude: [],
  pull: [],
  flagUrls: new Map(),
};

/** Reads a configuration. What is wrong in it is a problem at its place; the rest of it counts. */
export function readConfig(file: string, text: string): { config: Config; problems: ConfigProblem[] } {
  const tree = file.endsWith('.json') ? parseJson(text) : parseYaml(text);
  const problems: ConfigProblem[] = tree.problems.map(({ message, span }) => ({ message, span }));
  const report = (node: { readonly span: Span }, message: string): undefined => {
    problems.push({ message, span: node.span });
    return undefined;
  };
  const root = tree.documents[0];
  if (!root || (root.kind === 'scalar' && root.value === null))
    return { config: { ...DEFAULT_CONFIG, file }, problems };
  if (root.kind !== 'map') {
    report(
      root,
      'The configuration must be an object, for example { "rules": { "missing-owner": "error" } }.',
    );
    return { config: { ...DEFAULT_CONFIG, file }, problems };
  }
  for (const entry of root.entries) {
    if (SETTINGS.has(entry.key) || entry.key === '$schema') continue;
    const meant = suggest(entry.key, SETTINGS);
    problems.push({
      message: `'${entry.key}' is no setting of Flagwright.${meant ? ` Did you mean '${meant}'?` : ` Known are ${[...SETTINGS].join(', ')}.`}`,
      span: entry.keySpan,
    });
  }
  const read = { root, report };
  const wrappers = readWrappers(read);
  return {
    config: {
      file,
      flagFiles: readFlagFiles(read),
      ...wrappers,
      rules: readRules(read),
      staleAfterDays: readStaleAfterDays(read),
      include: readGlobs(read, 'include'),
      exclude: readGlobs(read, 'exclude'),
      ...readTicketUrl(read),
      ...readEvidence(root, report),
      pull: readPull(root, report),
      flagUrls: readFlagUrls(root, report),
    },
    problems,
  };
}

/** How the configuration says a flag file is read; `configured` where it names the file at all. */
export function flagFileOptions(
  config: Config,
  path: string,
): FlagFileOptions & { readonly configured: boolean } {
  const found = config.flagFiles.find(({ globs }) => globTest(globs)(path));
  const pulled = config.pull.find(({ file }) => file === path);
  return {
    ...(pulled && { format: pulled.service }),
    ...found,
    configured: found !== undefined || pulled !== undefined,
  };
}

const SETTINGS = new Set([
  'flagFiles',
  'wrappers',
  'rules',
  'staleAfterDays',
  'include',
  'exclude',
  'ticketUrl',
  'evidence',
  'pull',
  'flagUrls',
]);
const WRAPPER_FIELDS = new Set([
  'call',
  'bulk',
  'component',
  'module',
  'key',
  'keys',
  'default',
  'async',
  'negated',
  'result',
  'gives',
  'symbol',
  'list',
]);
const SEVERITIES = ['off', 'hint', 'info', 'warning', 'error'];

interface Reading {
  readonly root: MapNode;
  readonly report: (node: { readonly span: Span }, message: string) => undefined;
}

function readFlagFiles({ root, report }: Reading): FlagFileGlob[] {
  return listOf(root, 'flagFiles', report).flatMap((node): FlagFileGlob[] => {
    if (node.kind !== 'map')
      return report(node, 'A flag file is described by an object with a "glob".') ?? [];
    const glob = entryOf(node, 'glob')?.value;
    const globs = textsOf(glob, report);
    if (!glob || (glob.kind === 'list' && glob.items.length === 0))
      report(node, 'A flag file needs a "glob", for example "config/flags.yml".');
    if (globs.length === 0) return [];
    const text = (name: string): string | undefined => textOf(entryOf(node, name)?.value, report);
    const fields: Record<string, string> = Object.create(null);
    const fieldsNode = entryOf(node, 'fields')?.value;
    if (fieldsNode && fieldsNode.kind !== 'map')
      report(fieldsNode, '"fields" maps Flagwright\'s field names to the file\'s own.');
    for (const entry of fieldsNode?.kind === 'map' ? fieldsNode.entries : []) {
      const name = textOf(entry.value, report);
      if (name !== undefined) fields[entry.key] = name;
    }
    const states: Record<string, StateWord> = Object.create(null);
    const statesNode = entryOf(node, 'states')?.value;
    if (statesNode && statesNode.kind !== 'map')
      report(statesNode, '"states" maps the words of the file to on, off or partial.');
    for (const entry of statesNode?.kind === 'map' ? statesNode.entries : []) {
      const word = STATE_WORDS.find((known) => known === plainValue(entry.value));
      if (word) states[entry.key] = word;
      else report(entry.value, `'${entry.key}' means one of ${STATE_WORDS.join(', ')}.`);
    }
    const options = { format: text('format'), root: text('root'), environment: text('environment') };
    return [{ globs, fields, ...(statesNode && { states }), ...defined(options) }];
  });
}

function readWrappers({ root, report }: Reading): Pick<Config, 'calls' | 'bulks' | 'components' | 'tables'> {
  const tables: NamedTable[] = [];
  const calls: CallShape[] = [];
  const bulks: BulkShape[] = [];
  const components: ComponentShape[] = [];
  for (const node of listOf(root, 'wrappers', report)) {
    if (node.kind !== 'map') {
      report(node, 'A wrapper is an object with "call", "bulk" or "component".');
      continue;
    }
    for (const { key, keySpan } of node.entries) {
      if (WRAPPER_FIELDS.has(key)) continue;
      const meant = suggest(key, WRAPPER_FIELDS);
      report(
        { span: keySpan },
        `'${key}' says nothing of a wrapper.${meant ? ` Did you mean '${meant}'?` : ` Known are ${[...WRAPPER_FIELDS].join(', ')}.`}`,
      );
    }
    const value = (name: string): DataNode | undefined => entryOf(node, name)?.value;
    const call = textOf(value('call'), report);
    const bulk = textOf(value('bulk'), report);
    const component = textOf(value('component'), report);
    const keysNode = value('keys');
    const keys = keyNaming(keysNode, report);
    if (keysNode && typeof keys === 'object' && 'table' in keys) {
      const { span } = (keysNode.kind === 'map' && entryOf(keysNode, 'table')?.value) || keysNode;
      tables.push({ ...keys.table, span });
    }
    const naming = keys === 'same' ? {} : { naming: keys };
    const result = textOf(value('result'), report);
    const module = textOf(value('module'), report);
    const from = module === undefined ? {} : { module };
    const gives = answerOf(value('gives'), report);
    const answer = gives === undefined ? {} : { gives };
    const list = textOf(value('list'), report);
    const path = result === undefined ? {} : { path: resultPath(result) };
    if (call !== undefined) {
      const key = keyPath(value('key'), report);
      const names = call.split('.');
      const fallback = value('default');
      calls.push({
        name: names.at(-1)!,
        keys: [key],
        configured: true,
        ...naming,
        ...(names.length > 1 && { receiver: names.at(-2)! }),
        ...from,
        ...(fallback?.kind === 'scalar' && typeof fallback.value === 'number' && { default: fallback.value }),
        ...(isTrue(value('async')) && { promise: true }),
        ...(isTrue(value('negated')) && { inverted: true }),
        ...(isTrue(value('symbol')) && { symbol: true, opaque: DECLARES }),
        ...answer,
        ...path,
      });
    } else if (bulk !== undefined) {
      const each = list === undefined ? {} : { list };
      bulks.push({ names: bulk.split('.'), keys, ...each, ...answer, ...from, ...path });
    } else if (component !== undefined) {
      components.push({
        name: component,
        attribute: textOf(value('key'), report) ?? 'name',
        inverted: isTrue(value('negated')),
        ...naming,
        ...answer,
        ...from,
      });
    } else {
      report(node, 'A wrapper needs one of "call", "bulk" and "component".');
    }
  }
  return { calls, bulks, components, tables };
}

/** `1`, `"0.flag"`: an argument's index, and a path into it. */
function keyPath(node: DataNode | undefined, report: Reading['report']): [number, ...string[]] {
  if (!node) return [0];
  const value = plainValue(node);
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return [value];
  if (typeof value === 'string') {
    const [index, ...path] = value.split('.');
    if (index !== '' && Number.isInteger(Number(index))) return [Number(index), ...path];
  }
  report(node, '"key" is the index of an argument (0, 1, …), or a path into one, such as "0.flag".');
  return [0];
}

/** What the value is where it is not simply true or false. */
function answerOf(node: DataNode | undefined, report: Reading['report']): Answer | undefined {
  const value = node && plainValue(node);
  if (value === 'treatment' || value === 'variant') return value;
  return node && report(node, '"gives" is "treatment" (on or off) or "variant" (a text, number or object).');
}

/** `[0].enabled`, `value`. */
function resultPath(text: string): string[] {
  return text.split(/[.[\]]/).filter((part) => part !== '');
}

function keyNaming(node: DataNode | undefined, report: Reading['report']): KeyNaming {
  if (!node) return 'same';
  const value = plainValue(node);
  if (value === 'camelCase' || value === 'kebabCase') return value;
  if (node.kind === 'map') {
    const prefix = textOf(entryOf(node, 'prefix')?.value, report);
    if (prefix !== undefined) return { prefix };
    const table = textOf(entryOf(node, 'table')?.value, report);
    const hash = table?.indexOf('#') ?? -1;
    if (table !== undefined && hash > 0)
      return { table: { file: table.slice(0, hash).replace(/^\.\//, ''), name: table.slice(hash + 1) } };
  }
  report(node, '"keys" is "camelCase", "kebabCase", { "prefix": "…" } or { "table": "file#NAME" }.');
  return 'same';
}

function readRules({ root, report }: Reading): Map<RuleId, SeveritySetting> {
  const rules = new Map<RuleId, SeveritySetting>();
  for (const entry of mapOf(root, 'rules', report)) {
    if (!isRuleId(entry.key)) {
      const meant = suggest(entry.key, RULE_IDS);
      report(
        { span: entry.keySpan },
        `'${entry.key}' is no rule.${meant ? ` Did you mean '${meant}'?` : ` Known are ${RULE_IDS.join(', ')}.`}`,
      );
      continue;
    }
    const severity = plainValue(entry.value);
    // YAML 1.1 habits: a bare `off` may come as false.
    if (severity === false) rules.set(entry.key, 'off');
    else if (typeof severity === 'string' && SEVERITIES.includes(severity))
      rules.set(entry.key, severity as SeveritySetting);
    else report(entry.value, `The severity of '${entry.key}' is one of ${SEVERITIES.join(', ')}.`);
  }
  return rules;
}

function readStaleAfterDays({ root, report }: Reading): StaleAfterDays {
  const node = entryOf(root, 'staleAfterDays')?.value;
  if (node?.kind === 'scalar' && typeof node.value === 'number' && node.value >= 0)
    return { default: node.value };
  const result: Record<string, number> = {};
  for (const entry of mapOf(root, 'staleAfterDays', report)) {
    const days = plainValue(entry.value);
    if (entry.key !== 'default' && !(FLAG_TYPES as readonly string[]).includes(entry.key)) {
      report(
        { span: entry.keySpan },
        `'${entry.key}' is no type of flag. Known are ${FLAG_TYPES.join(', ')} and default.`,
      );
    } else if (typeof days !== 'number' || days < 0) {
      report(entry.value, `'${entry.key}' needs a number of days.`);
    } else result[entry.key] = days;
  }
  return result;
}

function readGlobs({ root, report }: Reading, name: string): string[] {
  return textsOf(entryOf(root, name)?.value, report);
}

function readTicketUrl({ root, report }: Reading): { ticketUrl?: string } {
  const node = entryOf(root, 'ticketUrl')?.value;
  const url = textOf(node, report);
  if (url === undefined || !node) return {};
  if (!/^https?:\/\//.test(url)) return report(node, '"ticketUrl" begins with https:// or http://.') ?? {};
  return { ticketUrl: url };
}

function listOf(root: MapNode, name: string, report: Reading['report']): readonly DataNode[] {
  const node = entryOf(root, name)?.value;
  if (!node) return [];
  if (node.kind !== 'list') return report(node, `"${name}" is a list.`) ?? [];
  return node.items.map((item) => item.value);
}

function mapOf(root: MapNode, name: string, report: Reading['report']): MapNode['entries'] {
  const node = entryOf(root, name)?.value;
  if (!node) return [];
  if (node.kind !== 'map') return report(node, `"${name}" is an object.`) ?? [];
  return node.entries;
}

function textOf(node: DataNode | undefined, report: Reading['report']): string | undefined {
  if (!node) return undefined;
  if (node.kind === 'scalar' && typeof node.value === 'string') return node.value;
  return report(node, 'A text is expected here.');
}

/** One text or a list of texts; globs that cannot be compiled are reported. */
function textsOf(node: DataNode | undefined, report: Reading['report']): string[] {
  if (!node) return [];
  const nodes = node.kind === 'list' ? node.items.map((item) => item.value) : [node];
  return nodes.flatMap((item) => {
    const text = textOf(item, report);
    if (text === undefined) return [];
    const problem = globProblem(text);
    if (problem !== undefined) return report(item, `'${text}' ${problem}.`) ?? [];
    return [text.replace(/^\.\//, '')];
  });
}

function isTrue(node: DataNode | undefined): boolean {
  return node?.kind === 'scalar' && node.value === true;
}

function defined<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}
