import type ts from 'typescript';
import { ANY_MEMBER, type OverrideFact } from '../usages/facts';
import { assignedByOtherNames, overridesIn } from '../usages/overrides';
import type { Read } from '../usages/read';
import { createScopes, type Scopes } from '../usages/scope';
import { createTargets } from '../usages/targets';
import { isTestFile } from '../usages/test-file';
import { REPLACED } from '../workspace/overridden';
import type { ModuleGraph } from './module-graph';
import { parse } from './view';

/**
 * The reads as none that calls a function which a file may put another one in the place of without naming it: `Object.assign(flags, read())`,
 * `flags[name] = …`, or by another name: `function set(gate) { gate.isNew = … }`. The index looks at such a file only where something else in it is about flags.
 */
export async function withoutReplaced(
  reads: readonly Read[],
  textOf: (file: string) => Promise<string | undefined>,
  graph: ModuleGraph,
): Promise<readonly Read[]> {
  const known = new Map<string, Promise<Replaced>>();
  const isReplaced = async ({ opaque, through }: Read): Promise<boolean> => {
    if (opaque !== undefined || through === undefined) return false;
    const [file, name] = through.split('#') as [string, string];
    if (!known.has(file))
      known.set(
        file,
        textOf(file).then((own) => replacedOf(file, graph, own)),
      );
    const { facts, byOtherNames } = await known.get(file)!;
    const path = name.split('.');
    return (path.length > 1 && byOtherNames.has(path.at(-1)!)) || facts.some((fact) => mayBe(fact, path));
  };
  return Promise.all(
    reads.map(async (read) => ((await isReplaced(read)) ? { ...read, opaque: REPLACED } : read)),
  );
}

/** What is put in the place of members, of known things and of what has another name where that is done. */
interface Replaced {
  readonly facts: readonly OverrideFact[];
  readonly byOtherNames: ReadonlySet<string>;
}

/** Members of what a file declares that it, or others which import it, put something in the place of. */
async function replacedOf(declared: string, graph: ModuleGraph, own: string | undefined): Promise<Replaced> {
  const found: OverrideFact[] = [];
  const byOtherNames = new Set<string>();
  const addOthers = (source: ts.SourceFile, scopes: Scopes): void => {
    for (const member of assignedByOtherNames(source, scopes, 'functions')) byOtherNames.add(member);
  };
  if (own !== undefined && REPLACING.test(own)) {
    const source = parse(declared, own);
    addOthers(source, createScopes(source));
  }
  for await (const { file, text } of graph.importersOf(declared)) {
    if (isTestFile(file) || !REPLACING.test(text)) continue;
    const source = parse(file, text);
    const scopes = createScopes(source);
    addOthers(source, scopes);
    found.push(
      ...overridesIn(file, source, scopes, createTargets(file, scopes)).filter(
        ({ base, owner }) =>
          owner === undefined && base.kind === 'import' && graph.resolve(file, base.module) === declared,
      ),
    );
  }
  return { facts: found, byOtherNames };
}

const REPLACING =
  /\b(?:Object|Reflect)\s*\.|\.\s*(?:stub|spyOn)\s*\(|(?:\]|\.\s*[\w$]+)\s*(?:&&|\|\||\?\?)?=(?![=>])/;

/** Whether a function may be a member that is replaced; by which name what it is a member of is known elsewhere, is not asked. */
function mayBe({ base, members }: OverrideFact, name: readonly string[]): boolean {
  const isModule = base.kind === 'import' && base.name === '*' && base.path.length === 0;
  const member = isModule ? name[0] : name.length > 1 ? name.at(-1) : undefined;
  return member !== undefined && (members.includes(ANY_MEMBER) || members.includes(member));
}
