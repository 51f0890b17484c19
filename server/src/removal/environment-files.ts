import ts from 'typescript';
import { type Member, membersOf } from '../flags/locate-entry';
import { removeMember } from '../flags/remove-entry';
import type { FileEdits, TextEdit } from '../text/edits';
import { parseJson } from '../text/json';
import { indexLines } from '../text/lines';
import { contains, span } from '../text/span';
import type { DataNode, DataTree } from '../text/tree';
import { parseYaml } from '../text/yaml';
import { nameText } from '../usages/property-names';
import type { Place } from '../workspace/snapshot';
import { extentOf } from './extent';
import { parse } from './view';

/**
 * What takes a variable of the environment that no code asks for any more out of the files that set or declare it: `NEW_UI=true` of
 * `.env.production`, `NEW_UI: '1'` and `- NEW_UI=1` below `environment` or `env` in YAML and JSON, `ARG NEW_UI` of a Dockerfile, and the
 * member of `ProcessEnv` or `ImportMetaEnv`. All of its places, or none where one is left: a script, or `${NEW_UI}`, may ask for it.
 */
export async function environmentCuts(
  name: string,
  places: readonly Place[],
  textOf: (file: string) => Promise<string | undefined>,
): Promise<FileEdits[]> {
  const files: FileEdits[] = [];
  for (const file of new Set(places.map((place) => place.file))) {
    const text = await textOf(file);
    const cut = text === undefined ? undefined : cutterOf(file);
    const edits = cut?.(text!, name) ?? [];
    const own = places.filter((place) => place.file === file);
    const isWhole = own.every((place) => edits.some((edit) => contains(edit.span, place.span)));
    if (!isWhole || overlap(edits)) return [];
    files.push({ file, edits });
  }
  return files;
}

/** Of the files of some places those that do no more with a variable of the environment than to set or declare it. */
export async function settingFiles(
  name: string,
  places: readonly Place[],
  textOf: (file: string) => Promise<string | undefined>,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const file of new Set(places.map((place) => place.file))) {
    const own = places.filter((place) => place.file === file);
    if ((await environmentCuts(name, own, textOf)).length > 0) found.add(file);
  }
  return found;
}

function overlap(edits: readonly TextEdit[]): boolean {
  const ordered = [...edits].sort((a, b) => a.span.start - b.span.start);
  return ordered.some(({ span }, index) => index > 0 && span.start < ordered[index - 1]!.span.end);
}

type Cutter = (text: string, name: string) => TextEdit[];

function cutterOf(file: string): Cutter | undefined {
  const own = file.slice(file.lastIndexOf('/') + 1);
  // `.envrc` is a script.
  if (/^\.env(?![a-z])|\.env$/.test(own)) return linesSetting;
  if (own.startsWith('Dockerfile') || own.endsWith('.Dockerfile')) return instructionsSetting;
  if (/\.ya?ml$/.test(own)) return (text, name) => membersSetting(text, parseYaml(text), name);
  if (own.endsWith('.json')) return (text, name) => membersSetting(text, parseJson(text), name);
  return /\.[cm]?ts$/.test(own) ? (text, name) => membersDeclaring(file, text, name) : undefined;
}

/** The lines that set a variable, also where they are comments, with comments above that speak of nothing else. */
function linesSetting(text: string, name: string): TextEdit[] {
  const lines = settingLinesOf(text);
  const isNote = (index: number): boolean => lines[index]?.isNote ?? false;
  const isBlank = (index: number): boolean => (lines[index]?.text ?? '').trim() === '';
  const edits: TextEdit[] = [];
  for (let index = 0; index < lines.length; index++) {
    if (lines[index]!.sets !== name) continue;
    let first = index;
    while (isNote(first - 1)) first--;
    const notes = lines.slice(first, index);
    const own = index;
    while (lines[index + 1]?.sets === name) index++;
    // Where more variables stand below, the comment may be a heading of these.
    const isOwn = isBlank(index + 1) || isNote(index + 1) || notes.some((one) => one.text.includes(name));
    if (!isOwn) first = own;
    const from = isOwn && isBlank(index + 1) && isBlank(first - 1) && first > 0 ? first - 1 : first;
    edits.push({ span: span(lines[from]!.start, lines[index]!.end), newText: '' });
  }
  return edits;
}

interface SettingLine extends Line {
  /** The variable that it sets, also as a comment. */
  readonly sets: string | undefined;
  /** It is a comment that sets nothing. */
  readonly isNote: boolean;
}

/** The lines of a file that sets variables; those in the middle of a text in quotes set none. */
function settingLinesOf(text: string): SettingLine[] {
  let goesOn: string | undefined;
  return linesOf(text).map((line): SettingLine => {
    if (goesOn !== undefined) {
      if (line.text.includes(goesOn)) goesOn = undefined;
      return { ...line, sets: undefined, isNote: false };
    }
    const [, hash, key, value = ''] =
      /^\s*(#\s*)?(?:export\s+)?([\w.-]+)\s*=\s*(.*?)\s*$/.exec(line.text) ?? [];
    const quote = openedBy(value);
    if (quote !== undefined && hash === undefined && text.includes(quote, line.end)) goesOn = quote;
    const isNote = key === undefined && line.text.trimStart().startsWith('#');
    return { ...line, sets: quote === undefined ? key : undefined, isNote };
  });
}

/** The quote that a value begins with and that does not end on its line. */
function openedBy(value: string): string | undefined {
  const quote = value.charAt(0);
  return ['"', "'", '`'].includes(quote) && !value.includes(quote, 1) ? quote : undefined;
}

/** `ARG NEW_UI=1` and `ENV NEW_UI $NEW_UI` of a Dockerfile, where one sets nothing else and ends on its line. */
function instructionsSetting(text: string, name: string): TextEdit[] {
  return linesOf(text).flatMap((line) => {
    const [, key, value = ''] =
      /^\s*(?:ARG|ENV)\s+([\w.-]+)(?:\s*=\s*|\s+|$)(.*?)\s*$/i.exec(line.text) ?? [];
    const isAlone = key === name && !/[\s\\]/.test(value);
    return isAlone ? [{ span: span(line.start, line.end), newText: '' }] : [];
  });
}

interface Line {
  readonly text: string;
  readonly start: number;
  /** Behind its line break. */
  readonly end: number;
}

function linesOf(text: string): Line[] {
  const { count, lineSpan } = indexLines(text);
  return Array.from({ length: count }, (_, line) => {
    const { start, end } = lineSpan(line);
    return { text: text.slice(start, end), start, end: line + 1 < count ? lineSpan(line + 1).start : end };
  });
}

/** Whether files that start programs list below a name the variables that these get; the `args` of a container are a program's own. */
function isSection(name: string | undefined, above: string | undefined): boolean {
  return name !== undefined && (SECTIONS.has(name) || (name === 'args' && above === 'build'));
}

const SECTIONS: ReadonlySet<string> = new Set(['environment', 'env', 'envs', 'variables']);

/** The members of maps and lists of variables that set one. */
function membersSetting(text: string, tree: DataTree, name: string): TextEdit[] {
  if (tree.problems.length > 0 || tree.broken) return [];
  const found: Member[] = [];
  const visit = (node: DataNode, section?: string, above?: string): void => {
    if (node.kind === 'scalar') return;
    for (const member of membersOf(node)) {
      const isSetting =
        node.kind === 'map' ? member.key === name && isPlain(member.value) : sets(member.value);
      if (isSetting && isSection(section, above)) found.push(member);
      else visit(member.value, node.kind === 'map' ? member.key.toLowerCase() : undefined, section);
    }
  };
  /** `NEW_UI=1`, `NEW_UI`, `{ name: NEW_UI, value: '1' }` */
  const sets = (node: DataNode): boolean => {
    if (node.kind === 'scalar') return node.value === name || String(node.value).startsWith(`${name}=`);
    if (node.kind === 'list') return false;
    const isTold = node.entries.some(
      ({ key, value }) => key === 'name' && isPlain(value) && value.value === name,
    );
    return (
      isTold && node.entries.every(({ key, value }) => ['name', 'value'].includes(key) && isPlain(value))
    );
  };
  for (const document of tree.documents) visit(document);
  return found.flatMap((member) => removeMember(text, tree, member) ?? []);
}

function isPlain(node: DataNode): node is DataNode & { readonly kind: 'scalar' } {
  return node.kind === 'scalar' && !node.anchored;
}

/** The members of the types that Node and Vite look variables up in. */
function membersDeclaring(file: string, text: string, name: string): TextEdit[] {
  const tree = parse(file, text);
  const edits: TextEdit[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isInterfaceDeclaration(node) && TYPES.has(node.name.text))
      for (const member of node.members)
        if (member.name && nameText(member.name) === name && ts.isPropertySignature(member))
          edits.push({ span: extentOf({ node: member, siblings: node.members }, tree), newText: '' });
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return edits;
}

const TYPES: ReadonlySet<string> = new Set(['ProcessEnv', 'ImportMetaEnv']);
