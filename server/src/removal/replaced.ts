import { ANY_MEMBER, type OverrideFact } from '../usages/facts';
import { overridesIn } from '../usages/overrides';
import type { Read } from '../usages/read';
import { createScopes } from '../usages/scope';
import { createTargets } from '../usages/targets';
import { isTestFile } from '../usages/test-file';
import { REPLACED } from '../workspace/overridden';
import type { ModuleGraph } from './module-graph';
import type { OtherNames } from './other-names';
import { parse } from './view';

/**
 * The reads as none that calls a function which a file may put another one in the place of without naming it: `Object.assign(flags, read())`,
 * `flags[name] = …`, or by another name: `function set(gate) { gate.isNew = … }`. The index looks at such a file only where something else in it is about flags.
 */
export async function withoutReplaced(
  reads: readonly Read[],
  others: OtherNames,
  graph: ModuleGraph,
): Promise<readonly Read[]> {
  const known = new Map<string, Promise<readonly OverrideFact[]>>();
  const isReplaced = async ({ opaque, through }: Read): Promise<boolean> => {
    if (opaque !== undefined || through === undefined) return false;
    const [file, name] = through.split('#') as [string, string];
    if (!known.has(file)) known.set(file, replacedOf(file, graph));
    const path = name.split('.');
    if ((await known.get(file)!).some((fact) => mayBe(fact, path))) return true;
    return path.length > 1 && (await others.of(path.at(-1)!, 'functions')).length > 0;
  };
  return Promise.all(
    reads.map(async (read) => ((await isReplaced(read)) ? { ...read, opaque: REPLACED } : read)),
  );
}

/** Members of what a file declares that others which import it, also from one that hands it on, put something in the place of. */
async function replacedOf(declared: string, graph: ModuleGraph): Promise<readonly OverrideFact[]> {
  const found: OverrideFact[] = [];
  const modules = new Set([declared]);
  for (const module of modules) {
    for await (const { file, text, imports } of graph.importersOf(module)) {
      if (imports.some(({ handsOn }) => handsOn !== undefined)) modules.add(file);
      if (isTestFile(file) || !REPLACING.test(text)) continue;
      const source = parse(file, text);
      const scopes = createScopes(source);
      found.push(
        ...overridesIn(file, source, scopes, createTargets(file, scopes)).filter(
          ({ base, owner }) =>
            owner === undefined && base.kind === 'import' && graph.resolve(file, base.module) === module,
        ),
      );
    }
  }
  return found;
}

const REPLACING =
  /\b(?:Object|Reflect)\s*\.|\.\s*(?:stub|spyOn)\s*\(|(?:\]|\.\s*[\w$]+)\s*(?:&&|\|\||\?\?)?=(?![=>])/;

/** Whether a function may be a member that is replaced; by which name what it is a member of is known elsewhere, is not asked. */
function mayBe({ base, members }: OverrideFact, name: readonly string[]): boolean {
  const isModule = base.kind === 'import' && base.name === '*' && base.path.length === 0;
  const member = isModule ? name[0] : name.length > 1 ? name.at(-1) : undefined;
  return member !== undefined && (members.includes(ANY_MEMBER) || members.includes(member));
}
