import { ANY_MEMBER, type OverrideFact } from '../usages/facts';
import { overridesIn } from '../usages/overrides';
import type { Read } from '../usages/read';
import { createScopes } from '../usages/scope';
import { createTargets } from '../usages/targets';
import { isTestFile } from '../usages/test-file';
import { REPLACED } from '../workspace/overridden';
import type { ModuleGraph } from './module-graph';
import { parse } from './view';

/**
 * The reads as none that calls a function which a file may put another one in the place of without naming it: `Object.assign(flags, read())`,
 * `flags[name] = …`. The index looks at such a file only where something else in it is about flags.
 */
export async function withoutReplaced(reads: readonly Read[], graph: ModuleGraph): Promise<readonly Read[]> {
  const known = new Map<string, Promise<readonly OverrideFact[]>>();
  const isReplaced = async ({ opaque, through }: Read): Promise<boolean> => {
    if (opaque !== undefined || through === undefined) return false;
    const [file, name] = through.split('#') as [string, string];
    if (!known.has(file)) known.set(file, replacedOf(file, graph));
    return (await known.get(file)!).some((fact) => mayBe(fact, name.split('.')));
  };
  return Promise.all(
    reads.map(async (read) => ((await isReplaced(read)) ? { ...read, opaque: REPLACED } : read)),
  );
}

/** Members of what a file declares that others which import it put something in the place of. */
async function replacedOf(declared: string, graph: ModuleGraph): Promise<readonly OverrideFact[]> {
  const found: OverrideFact[] = [];
  for await (const { file, text } of graph.importersOf(declared)) {
    if (isTestFile(file) || !REPLACING.test(text)) continue;
    const source = parse(file, text);
    const scopes = createScopes(source);
    found.push(
      ...overridesIn(file, source, scopes, createTargets(file, scopes)).filter(
        ({ base, owner }) =>
          owner === undefined && base.kind === 'import' && graph.resolve(file, base.module) === declared,
      ),
    );
  }
  return found;
}

const REPLACING = /\b(?:Object|Reflect)\s*\.|\]\s*(?:&&|\|\||\?\?)?=(?!=)/;

/** Whether a function may be a member that is replaced; by which name what it is a member of is known elsewhere, is not asked. */
function mayBe({ base, members }: OverrideFact, name: readonly string[]): boolean {
  const isModule = base.kind === 'import' && base.name === '*' && base.path.length === 0;
  const member = isModule ? name[0] : name.length > 1 ? name.at(-1) : undefined;
  return member !== undefined && (members.includes(ANY_MEMBER) || members.includes(member));
}
