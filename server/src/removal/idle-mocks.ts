import type { FlagValue } from '../flags/model';
import { applyEdits } from '../text/edits';
import { modulesNamed } from '../usages/module-texts';
import { resolveModule } from '../usages/resolve';
import { isTestFile } from '../usages/test-file';
import type { Workspace } from '../workspace/workspace';
import { removeKnowing } from './computing-imports';
import { removeConstantMocks } from './constant-mocks';
import { importsOf } from './imports';
import type { Planned, SourcePart } from './plan-removal';
import type { WholeRemoval } from './plan-whole';
import { reachability } from './reach';
import { answerOf } from './sites';
import { parse } from './view';

/** A reader, as tests name it: what it is exported as, and by which file or package. */
interface Reader {
  readonly module: string;
  readonly name: string;
  /** The files that asked it for the flag. */
  readonly askers: Set<string>;
  /** What it answers from now on. */
  readonly answer: FlagValue;
}

/**
 * Takes out of tests what stands for a reader whatever flag it is asked for, where a test imports what asked it for this flag, and nothing
 * that it can reach asks that reader any more: there it stood for this flag alone, `vi.mock('./use-flag', () => ({ useFlag: () => mocked() }))`.
 */
export async function withoutIdleMocks(planned: Planned, removal: WholeRemoval): Promise<Planned> {
  const { workspace, snapshot, request, computing } = removal;
  const readers = readersLeft(removal);
  const parts = new Map(planned.parts.map((part) => [part.input.file, part]));
  const edited = new Set(planned.plan.files.map(({ file }) => file));
  if (readers.length === 0 || edited.size === 0) return planned;
  const texts = await workspace.sourcesWith(readers.map(({ name }) => name));
  const named = new Set([...texts.values()].flat());
  const textAfter = async (file: string): Promise<string | undefined> => {
    const part = parts.get(file);
    const text = part?.input.text ?? (await workspace.text(file));
    return text === undefined ? undefined : applyEdits(text, part?.removal.edits ?? []);
  };
  const moduleOf = (from: string, module: string): string =>
    resolveModule(from, module, snapshot.modules) ?? module;
  /** The files of the program that import a reader, and those that import anything of its module. */
  const asking = new Map<Reader, { readonly it: Set<string>; readonly module: Set<string> }>(
    readers.map((reader) => [reader, { it: new Set(), module: new Set() }]),
  );
  for (const file of await filesNaming(readers, workspace)) {
    const text = isTestFile(file) ? undefined : await textAfter(file);
    if (text === undefined) continue;
    for (const { module, names } of importsOf(file, text))
      for (const reader of readers) {
        if (moduleOf(file, module) !== reader.module) continue;
        asking.get(reader)!.module.add(file);
        if (names === 'all' || names.has(reader.name)) asking.get(reader)!.it.add(file);
      }
  }
  const reaches = reachability(removal);
  const importedBy = (file: string, text: string): string[] =>
    [...modulesNamed(text)].flatMap((module) => resolveModule(file, module, snapshot.modules) ?? []);
  /** What a test imports itself, also where a folder's index hands it on. */
  const subjectsOf = async (file: string, text: string): Promise<readonly string[]> => {
    const direct = importedBy(file, text);
    const handed = await Promise.all(
      direct
        .filter((one) => /(?:^|\/)index\.\w+$/.test(one))
        .map(async (one) => importedBy(one, (await workspace.text(one)) ?? '')),
    );
    return [...direct, ...handed.flat()];
  };
  const changed: SourcePart[] = [];
  for (const file of named) {
    if (!isTestFile(file)) continue;
    const text = await workspace.text(file);
    if (text === undefined) continue;
    const subjects = await subjectsOf(file, text);
    const idle: Reader[] = [];
    const modules = new Set<string>();
    for (const reader of readers) {
      const { it, module } = asking.get(reader)!;
      // What a test only comes to by way of others it says nothing of.
      if (!subjects.some((subject) => reader.askers.has(subject))) continue;
      if ((await reaches(file, it)) !== undefined) continue;
      idle.push(reader);
      if ((await reaches(file, module)) === undefined) modules.add(reader.module);
    }
    if (idle.length === 0) continue;
    const answer = (module: string, name: string): FlagValue | undefined =>
      idle.find((reader) => reader.module === moduleOf(file, module) && reader.name === name)?.answer;
    const isModule = (module: string): boolean => modules.has(moduleOf(file, module));
    const found = removeConstantMocks(parse(file, text), answer, isModule);
    if (!found) continue;
    const before = parts.get(file)?.input ?? { file, text, sites: [], keep: request.keep };
    const cut = await removeKnowing({ ...before, cuts: [...(before.cuts ?? []), ...found.edits] }, computing);
    const isWhole =
      cut.removal.failed === undefined &&
      cut.removal.review.length <= (parts.get(file)?.removal.review.length ?? 0);
    if (!isWhole) continue;
    const notes = found.notes.map((note) => ({ file, ...note }));
    changed.push({ ...cut, removal: { ...cut.removal, notes: [...cut.removal.notes, ...notes] } });
  }
  for (const part of changed) parts.set(part.input.file, part);
  return { ...planned, parts: [...parts.values()] };
}

/** The sources that may import something of a reader's module, for they have its last name. */
async function filesNaming(readers: readonly Reader[], workspace: Workspace): Promise<readonly string[]> {
  const words = readers.map(({ module }) =>
    module
      .split('/')
      .at(-1)!
      .replace(/\.\w+$/, ''),
  );
  const barrels = readers.flatMap(({ module }) =>
    /\/index\.\w+$/.test(module) ? module.split('/').slice(-2, -1) : [],
  );
  const names = readers.map(({ name }) => name);
  return workspace.sourcesNaming([...new Set([...words, ...barrels, ...names])]);
}

/** The functions of other files and packages by which the program asked for the flag, whose own answer is what a test can tell them. */
function readersLeft({ reads, snapshot, request }: WholeRemoval): Reader[] {
  const found = new Map<string, Reader>();
  for (const { file, site, shape, certainty, result } of reads) {
    const answer = result.path.length === 0 ? answerOf(result, request.keep) : undefined;
    if (answer === undefined) continue;
    if (shape !== 'call' || certainty !== 'certain' || isTestFile(file)) continue;
    for (const fact of snapshot.facts(file)?.reads ?? []) {
      if (fact.site.start !== site.start || fact.site.end !== site.end) continue;
      const { callee } = fact.reader;
      if (callee.kind !== 'import' || callee.path.length > 0 || callee.name === '*') continue;
      const module = resolveModule(file, callee.module, snapshot.modules) ?? callee.module;
      const id = `${module}#${callee.name}`;
      const reader = found.get(id) ?? { module, name: callee.name, askers: new Set<string>(), answer };
      reader.askers.add(file);
      found.set(id, reader);
    }
  }
  return [...found.values()];
}
