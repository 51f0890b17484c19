import ts from 'typescript';
import { type Member, membersOf } from '../flags/locate-entry';
import { removeMember } from '../flags/remove-entry';
import type { FileEdits, TextEdit } from '../text/edits';
import { parseJson } from '../text/json';
import { contains, span } from '../text/span';
import type { DataNode, DataTree } from '../text/tree';
import { parseYaml } from '../text/yaml';
import { nameText } from '../usages/function-name';
import type { Place } from '../workspace/snapshot';
import { withoutCovered } from './declarations';
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

function overlap(edits: readonly TextEdit[]): boolean {
  const ordered = [...edits].sort((a, b) => a.span.start - b.span.start);
  return ordered.some(({ span }, index) => index > 0 && span.start < ordered[index - 1]!.span.end);
}

type Cutter = (text: string, name: string) => TextEdit[];

function cutterOf(file: string): Cutter | undefined {
  const own = file.slice(file.lastIndexOf('/') + 1);
  if (own.startsWith('.env')) return linesSetting;
  if (own.startsWith('Dockerfile') || own.endsWith('.Dockerfile')) return instructionsSetting;
  if (/\.ya?ml$/.test(own)) return (text, name) => membersSetting(text, parseYaml(text), name);
  if (own.endsWith('.json')) return (text, name) => membersSetting(text, parseJson(text), name);
  return /\.[cm]?ts$/.test(own) ? (text, name) => membersDeclaring(file, text, name) : undefined;
}

/** The lines that set a variable, also where they are comments, with comments above that speak of nothing else. */
function linesSetting(text: string, name: string): TextEdit[] {
  const lines = linesOf(text);
  const isComment = (index: number): boolean => /^\s*#/.test(lines[index]?.text ?? '');
  const isBlank = (index: number): boolean => (lines[index]?.text ?? '').trim() === '';
  const edits: TextEdit[] = [];
  for (const [index, line] of lines.entries()) {
    const [, key, value] = /^\s*(?:#\s*)?(?:export\s+)?([\w.-]+)\s*=\s*(.*?)\s*$/.exec(line.text) ?? [];
    if (key !== name || !isWhole(value!)) continue;
    let first = index;
    while (isComment(first - 1)) first--;
    // Where more variables stand below, the comment may be a heading of these.
    const isLast = isBlank(index + 1) || isComment(index + 1);
    const isOwn = isLast || lines.slice(first, index).some((one) => one.text.includes(name));
    if (!isOwn) first = index;
    const from = isOwn && isBlank(index + 1) && isBlank(first - 1) && first > 0 ? first - 1 : first;
    edits.push({ span: span(lines[from]!.start, line.end), newText: '' });
  }
  return withoutCovered(edits);
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

/** Whether a value ends on its line. */
function isWhole(value: string): boolean {
  const [quote] = value;
  return (quote !== '"' && quote !== "'" && quote !== '`') || value.indexOf(quote, 1) > 0;
}

function linesOf(text: string): { readonly text: string; readonly start: number; readonly end: number }[] {
  const lines: { text: string; start: number; end: number }[] = [];
  for (let start = 0; start < text.length; ) {
    const at = text.indexOf('\n', start);
    const end = at < 0 ? text.length : at + 1;
    lines.push({ text: text.slice(start, end).replace(/\r?\n$/, ''), start, end });
    start = end;
  }
  return lines;
}

/** Below which names files that start programs list the variables that these get. */
const SECTIONS: ReadonlySet<string> = new Set(['environment', 'env', 'envs', 'variables', 'args']);

/** The members of maps and lists of variables that set one. */
function membersSetting(text: string, tree: DataTree, name: string): TextEdit[] {
  if (tree.problems.length > 0 || tree.broken) return [];
  const found: Member[] = [];
  const visit = (node: DataNode, section: string | undefined): void => {
    if (node.kind === 'scalar') return;
    const isSection = section !== undefined && SECTIONS.has(section);
    for (const member of membersOf(node)) {
      const isSetting =
        node.kind === 'map' ? member.key === name && isPlain(member.value) : sets(member.value);
      if (isSection && isSetting) found.push(member);
      else visit(member.value, node.kind === 'map' ? member.key.toLowerCase() : undefined);
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
  for (const document of tree.documents) visit(document, undefined);
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
