import type { Span } from '../text/span';
import { embedsCode } from '../usages/embedded';
import { putByOtherNames } from '../usages/other-names';
import type { Read } from '../usages/read';
import { createScopes } from '../usages/scope';
import { isTestFile } from '../usages/test-file';
import type { Place } from '../workspace/snapshot';
import type { Workspace } from '../workspace/workspace';
import type { ModuleGraph } from './module-graph';
import { parse } from './view';

type TextOf = (file: string) => Promise<string | undefined>;

/** Where code that is no test's puts something under a member of what may have any name there. */
export interface OtherNames {
  of(member: string, what: 'functions' | 'values'): Promise<readonly Place[]>;
}

/** Looks in all files that hold the member's name, whatever they import: what has the member may be handed to them. */
export function createOtherNames(
  workspace: Pick<Workspace, 'sourcesNaming'>,
  graph: Pick<ModuleGraph, 'resolve'>,
  textOf: TextOf,
): OtherNames {
  const known = new Map<string, Promise<readonly Place[]>>();
  const look = async (member: string, what: 'functions' | 'values'): Promise<readonly Place[]> => {
    const found: Place[] = [];
    for (const file of await workspace.sourcesNaming([member])) {
      const text = isTestFile(file) || embedsCode(file) ? undefined : await textOf(file);
      if (text === undefined || !text.includes(member) || !PUTTING.test(text)) continue;
      const source = parse(file, text);
      const isOfWorkspace = (module: string): boolean => graph.resolve(file, module) !== undefined;
      for (const put of putByOtherNames(source, createScopes(source), what, isOfWorkspace))
        if (put.member === member)
          found.push({ file, span: { start: put.node.getStart(source), end: put.node.end } });
    }
    return found;
  };
  return {
    of(member, what) {
      const id = `${what} ${member}`;
      if (!known.has(id)) known.set(id, look(member, what));
      return known.get(id)!;
    },
  };
}

const PUTTING =
  /\b(?:Object|Reflect)\s*\.|\.\s*(?:stub|spyOn)\s*\(|(?:\]|\.\s*[\w$]+)\s*[^\w\s.,:;()[\]{}<>=!]{0,3}=(?![=>])|\bdelete\b|[\]}]\s*=(?![=>])|\bof\b|\+\+|--/;

/**
 * Where the program gives a flag another value that reads take out of a table of the project's own, by another name of the table:
 * `const all = features; all.newUi = …`.
 */
export async function writesByOtherNames(
  reads: readonly Read[],
  others: OtherNames,
  textOf: TextOf,
): Promise<readonly Place[]> {
  const members = new Set<string>();
  for (const { file, span, shape, certainty, isSetting, sdk } of reads) {
    if (shape !== 'lookup' || certainty !== 'certain' || isSetting || sdk !== undefined) continue;
    const name = nameAt(await textOf(file), span);
    if (name !== undefined) members.add(name);
  }
  const found = await Promise.all([...members].map((member) => others.of(member, 'values')));
  return found.flat();
}

/** The name or the text at a place. */
function nameAt(text: string | undefined, { start, end }: Span): string | undefined {
  return text?.slice(start, end).match(/^['"`]?([\w$-]+)['"`]?$/)?.[1];
}
