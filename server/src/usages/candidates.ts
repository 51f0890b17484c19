import ts from 'typescript';
import type { CallShape, ShapeTable } from './shapes';
import { MARK } from './word-filter';

/**
 * Tells by its text alone whether a source may hold a read: whether it has one of the names anywhere. It lets through
 * too much, never too little; what it lets through is parsed.
 */
export function candidateFilter(shapes: ShapeTable): (text: string) => boolean {
  const pattern = new RegExp(
    [TABLES, DECLARATIONS, NAMED, 'flagwright-ignore', ...namePatterns(shapes)].join('|'),
  );
  return (text) => pattern.test(text);
}

/** The same for the names of these shapes alone. */
export function nameFilter(shapes: ShapeTable): (text: string) => boolean {
  const pattern = new RegExp(namePatterns(shapes).join('|') || '(?!)');
  return (text) => pattern.test(text);
}

/** Those names: what a source must hold one of, for its text to be let through. */
export function namesOf(shapes: ShapeTable): string[] {
  return [
    ...[...shapes.calls].flatMap(([name, list]) => (name === 'default' ? [] : namesOfCalls(name, list))),
    ...(shapes.calls.get('default') ?? []).map(moduleOf),
    ...shapes.bulks.map(({ names }) => tellingName(names)),
    ...shapes.components.map(({ name }) => name),
  ];
}

/** A member's name is anybody's: a source that asks for it names its class, or its object, too. */
function namesOfCalls(name: string, list: readonly CallShape[]): string[] {
  const owners = list.map(({ isMember, wrapper = '' }) =>
    isMember ? wrapper.slice(wrapper.indexOf('#') + 1).split('.')[0]! : undefined,
  );
  // Each text holds the words of the language: what is called like one is a member.
  if (isReserved(name)) return [memberMark(name)];
  if (owners.includes(undefined)) return [written(name)];
  return owners.map((owner) => `${owner} ${name}`);
}

function namePatterns(shapes: ShapeTable): string[] {
  // The names of services' functions are everyday words (`variable`, `decide`): they count where they are called.
  const isEveryday = (list: readonly CallShape[]): boolean =>
    list.every(({ packages }) => packages !== undefined);
  const called = [...shapes.calls].flatMap(([name, list]) => (isEveryday(list) ? [name] : []));
  const plain = [...shapes.calls].flatMap(([name, list]) =>
    isEveryday(list) || name === 'default' || isReserved(name) ? [] : [written(name)],
  );
  // A method may be called like a word of the language, which is in every file: it counts as a member.
  const members = [...shapes.calls.keys()].filter((name) => name !== 'default' && isReserved(name));
  // A default export is called by any name; what imports it names its file.
  const modules = (shapes.calls.get('default') ?? []).map(moduleOf);
  for (const { names } of shapes.bulks) plain.push(tellingName(names));
  for (const { name } of shapes.components) plain.push(name);
  return [
    ...(plain.length > 0 ? [`(?<![\\w$])(?:${plain.map(escaped).join('|')})(?![\\w$])`] : []),
    ...(members.length > 0 ? [`\\.\\s*(?:${members.join('|')})(?![\\w$])`] : []),
    ...(modules.length > 0 ? [`['"/](?:${modules.map(escaped).join('|')})(?:\\.\\w+)?['"]`] : []),
    ...(called.length > 0 ? [`(?<![\\w$])(?:${called.map(escaped).join('|')})(?=\\s*[(<])`] : []),
  ];
}

/** The marks of a source's text for the members in it that are called like words of the language; see `namesOf`. */
export function reservedMembers(text: string): string[] {
  return [...new Set(text.match(RESERVED_MEMBERS))].map((found) => memberMark(found.slice(1).trim()));
}

function memberMark(name: string): string {
  return `${MARK}.${name}`;
}

/** Whether a name is a word of the language, which no variable can have: only a member is called so. */
function isReserved(name: string): boolean {
  words.setText(name);
  const kind = words.scan();
  return (
    kind >= ts.SyntaxKind.FirstReservedWord &&
    kind <= ts.SyntaxKind.LastReservedWord &&
    words.getTokenEnd() === name.length
  );
}

const words = ts.createScanner(ts.ScriptTarget.Latest, true);

const RESERVED = Array.from(
  { length: ts.SyntaxKind.LastReservedWord - ts.SyntaxKind.FirstReservedWord + 1 },
  (_, index) => ts.tokenToString(ts.SyntaxKind.FirstReservedWord + index)!,
);
const RESERVED_MEMBERS = new RegExp(`\\.\\s*(?:${RESERVED.join('|')})(?![\\w$])`, 'g');

/** The name without which an expression cannot be the one that is meant: a function's, else the last. */
function tellingName(names: readonly string[]): string {
  const called = names.find((name) => /\W/.test(name)) ?? names.at(-1)!;
  return called.replace(/\(.*|[<>]/g, '');
}

/** What a default export's importers write last in the module's name: its file, or the folder whose index it is. */
function moduleOf({ exporter, wrapper = '' }: CallShape): string {
  const file = exporter ?? wrapper.slice(0, wrapper.indexOf('#'));
  const parts = file.replace(/\.\w+$/, '').split('/');
  return (parts.at(-1) === 'index' ? parts.at(-2) : parts.at(-1)) ?? '.';
}

/** What code writes of a shape's name: `useIsOn` for what `useIsOn()` gives. */
function written(name: string): string {
  return name.replace(/(?:\(\)|<>)+$/, '');
}

function escaped(name: string): string {
  return name.replace(/[$.*+?^()[\]{}|\\]/g, '\\$&');
}

/** What stands in a path between the names of modules, `'../features/list'`, or ends one, is no name in code. */
const NO_PATH = String.raw`(?!/(?![*/]))(?!(?<=/[\w.-]*)['"\x60])`;

/** Names of flag tables, as they stand before a member: see `isNamedForFlagTable` and `isFlagsOfConfig`. No `navigates`. */
const TABLES =
  '(?:(?<![a-z])(?:flags|toggles|features|(?:kill)?switches|experiments|gates)|' +
  'Flags|Toggles|Features|(?:Kills|S)witches|Experiments|Gates|FLAGS|TOGGLES|FEATURES|SWITCHES|EXPERIMENTS|GATES)' +
  `(?:[A-Z][a-z]+){0,2}\\b${NO_PATH}|(?:[fF]lag|[tT]oggle|[kK]illswitch)(?:Data|Value|Map|Record|Dict|State|Status|Store|Lookup|Snapshot)|` +
  '(?:[rR]emote|[eE]xperimental)Config|' +
  '\\b(?:process|import\\.meta|Bun)\\.env\\b|react-native-config|[\'"](?:node:)?process[\'"]|\\$env/dynamic/|' +
  '(?:[sS]ettings|SETTINGS|[cC]onfig|CONFIG|[eE]nv|ENV|[eE]nvironment)(?:\\(\\))?[!?]?\\.(?:feature|flag|toggle)\\b';

/** What follows the name of what is called, or of an element. */
const ASKED = '\\w*(?:(?:\\s*[?!]?\\.\\s*\\w+){0,2}\\s*[(<[]|\\s+\\w+=)';

/** Calls and elements named for flags, and stores of them: `connectToFlags('x')`, `<IfFeatureOn name="x">`, `get(flagsAtom)`. */
const NAMED = [
  '(?:[fF]lag|[fF]eature|[tT]oggle|[sS]plit_?[tT]est|[aA][bB]_?[tT]est)\\w*(?:\\s*[?!]?\\.\\s*\\w+){0,2}\\s*[(<[]',
  '<\\w*(?:Flag|Feature|Toggle|SplitTest|A[bB]Test)\\w*\\s',
  '\\s(?:flag|feature|toggle)\\w*=[\'"{]',
  '\\*(?:boolean|string|number|object)FeatureFlag=',
  '(?:[fF]lag|FLAG|[fF]eature|FEATURE|[tT]oggle|TOGGLE)\\w*\\)',
  // Keys that say that they are flags': `get('feature_dark')`, `config.FeatureFlagDark`.
  '[(,]\\s*[\'"`][\\w.:-]*(?:[fF]lag|FLAG_|[fF]eature|FEATURE_|[tT]oggle|TOGGLE_)[\\w.:-]*[\'"`]',
  '\\.\\w*(?:[fF]lag|FLAG|[tT]oggle|TOGGLE|[fF]eature_|FEATURE_|Feature)\\w*',
  // Functions that ask for a flag's state, and members of tables of keys: `isEnabledAsync('x')`, `ask(FeatureKeys.New)`.
  '(?:[eE]nabled|[vV]ariation|[tT]reatment|[rR]ollout)\\w*\\s*[(<]',
  '\\b(?:[A-Z]\\w*)?(?:Flag|Feature|Toggle|FLAG|FEATURE|TOGGLE)\\w*\\.',
  // Calls and elements named for gates, experiments and services: `gate('x')`, `<Gate name="x">`; no `navigate('x')`.
  `(?:gate(?<![A-Za-z]gate)|Gate)(?:s|keeper)?(?![a-z])${ASKED}`,
  `[eE]xperiments?(?![a-z])${ASKED}`,
  `(?:[uU]nleash|[lL]aunch[dD]arkly|[sS]tatsig|[gG]rowth[bB]ook|[oO]ptimizely|[pP]ost[hH]og|[cC]onfig[cC]at|[dD]ev[cC]ycle|[eE]ppo|` +
    `[fF]lipt|[sS]plit[iI]o|[kK]ill[sS]witch|[sS]witches|\\b(?:ld|dvc)(?![a-z])|L[dD](?![a-z])|D[vV][cC](?![a-z]))${ASKED}`,
  // Where tests give flags a value.
  'InMemoryProvider\\b|jest-launchdarkly-mock',
  // Questions to what is named for a service, or for other things that are flags: `unleash.isDisabled('x')`.
  '(?:[uU]nleash|[lL]aunch[dD]arkly|[sS]tatsig|[gG]rowth[bB]ook|[oO]ptimizely|[pP]ost[hH]og|[cC]onfig[cC]at|[dD]ev[cC]ycle|[eE]ppo|' +
    '[fF]lipt|[sS]plit[iI]o|[kK]ill[sS]witch|[gG]ate|[eE]xperiment|[sS]witches|\\b(?:ld|dvc))\\w*[)!?]*\\.' +
    '(?:get|is|has|use|check|read|observe|select|fetch|load|query|resolve|evaluate|find|should|can|are|want)\\w*\\s*[(<]',
].join('|');

/** Enums, types and tables named for flags: `enum FeatureFlag`, `type FlagKey`. */
const DECLARATIONS = '(?:enum|type|interface|const)\\s+\\w*(?:[fF]lag|[tT]oggle|FLAG|TOGGLE)';
