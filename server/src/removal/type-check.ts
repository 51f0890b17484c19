import ts from 'typescript';
import type { Span } from '../text/span';

/** The texts of a changed file; `null` where there is none. */
export interface CheckedChange {
  /** Relative to the root, with `/`. */
  readonly file: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** What the compiler says of a change that it did not say before. */
export interface NewDiagnostic {
  readonly file: string;
  /** An offset in the text after the change. */
  readonly start: number;
  readonly message: string;
}

export type TypeCheckResult =
  /** What comes from an `unresolved` module was not checked: it may be anything. */
  | { readonly kind: 'passed'; readonly unresolved: readonly string[] }
  | { readonly kind: 'failed'; readonly diagnostics: readonly NewDiagnostic[] }
  /** The project's types could not be loaded, in a sentence. */
  | { readonly kind: 'not-run'; readonly reason: string };

/**
 * Type-checks changes against a project on disk: the changed files, and every file that imports them directly or by way
 * of others, before and after. Nothing of the project is run; its `tsconfig.json` and its packages' types are data.
 */
export interface TypeChecker {
  check(changes: readonly CheckedChange[]): TypeCheckResult;
  /**
   * The texts that an expression's type allows, or of a literal those that are expected in its place; nothing where that may
   * be any text, or is not known.
   */
  keysAt(
    places: readonly { readonly file: string; readonly span: Span }[],
  ): (readonly string[] | undefined)[];
  /** Whether the values of names may be true or false; they may where that is not known. */
  mayAnswerAt(places: readonly { readonly file: string; readonly span: Span }[]): boolean[];
}

/** `libFolder` holds the compiler's library files (`lib.es2022.d.ts` and its kin). */
export function createTypeChecker(root: string, libFolder: string, system: ts.System): TypeChecker {
  /** Programs of the texts before, by the path of their configuration. */
  const programs = new Map<string, Project>();

  const projectOf = (config: string, changes: readonly CheckedChange[]): Project => {
    const known = programs.get(config);
    const isKnown = ({ file, before }: CheckedChange): boolean => {
      const path = `${root}/${file}`;
      return (known?.texts.get(path) ?? known?.program.getSourceFile(path)?.text) === before;
    };
    if (known && changes.every(isKnown)) return known;
    const texts = new Map(changes.map(({ file, before }) => [`${root}/${file}`, before]));
    const parsed = parseConfig(config, system);
    const { names, missing } = rootsOf(parsed, config, root, texts, system);
    const sources = new Map<string, ts.SourceFile>();
    const program = createProgram(names, parsed.options, texts, sources, libFolder, system);
    const project = { program, names, missing, options: parsed.options, texts, sources };
    programs.set(config, project);
    return project;
  };

  const nodeOf = ({
    file,
    span,
  }: {
    readonly file: string;
    readonly span: Span;
  }): { readonly node: ts.Node; readonly checker: ts.TypeChecker } | undefined => {
    const path = `${root}/${file}`;
    const config = configFor(path, root, system);
    if (config === undefined) return undefined;
    const { program } = projectOf(config, []);
    const source = program.getSourceFile(path);
    const node = source && expressionAt(source, span);
    return node && { node, checker: program.getTypeChecker() };
  };

  return {
    check(changes) {
      const groups = new Map<string, CheckedChange[]>();
      let notRun: TypeCheckResult | undefined;
      for (const change of changes) {
        if (!SOURCE.test(change.file)) continue;
        const config = configFor(`${root}/${change.file}`, root, system);
        if (config === undefined) {
          notRun = { kind: 'not-run', reason: `No tsconfig.json covers ${change.file}.` };
          continue;
        }
        groups.set(config, [...(groups.get(config) ?? []), change]);
      }
      const found: NewDiagnostic[] = [];
      const unresolved = new Set<string>();
      for (const [config, group] of groups) {
        const result = checkGroup(projectOf(config, group), group, root, libFolder, system);
        if (result.kind === 'failed') found.push(...result.diagnostics);
        else if (result.kind === 'not-run') notRun ??= result;
        else for (const module of result.unresolved) unresolved.add(module);
      }
      if (found.length > 0) return { kind: 'failed', diagnostics: found };
      return notRun ?? { kind: 'passed', unresolved: [...unresolved].sort() };
    },
    keysAt: (places) =>
      places.map((place) => {
        const at = nodeOf(place);
        if (!at) return undefined;
        return ts.isStringLiteralLike(at.node)
          ? textsExpected(at.checker, at.node)
          : textsOf(at.checker, at.checker.getTypeAtLocation(at.node));
      }),
    mayAnswerAt: (places) =>
      places.map((place) => {
        const at = nodeOf(place);
        return !at || mayAnswer(at.checker, at.checker.getTypeAtLocation(at.node));
      }),
  };
}

/** The files that a project begins with, and what its configuration names in vain. */
function rootsOf(
  { fileNames, options }: ts.ParsedCommandLine,
  config: string,
  root: string,
  texts: ReadonlyMap<string, string | null>,
  system: ts.System,
): { names: readonly string[]; missing: readonly string[] } {
  const isThere = (path: string): boolean =>
    texts.has(path) ? texts.get(path) !== null : system.fileExists(path);
  const names = [...new Set([...fileNames, ...texts.keys()])];
  const packages = (options.types ?? []).filter(
    (name) =>
      name !== '*' &&
      !ts.resolveTypeReferenceDirective(name, config, options, system).resolvedTypeReferenceDirective,
  );
  const files = names
    .filter((path) => !isThere(path) && !texts.has(path))
    .map((path) => (path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path));
  return { names: names.filter(isThere), missing: [...files, ...packages] };
}

function expressionAt(source: ts.SourceFile, { start, end }: Span): ts.Node | undefined {
  let found: ts.Node | undefined;
  const visit = (node: ts.Node): void => {
    if (node.pos > start || node.end < end) return;
    if (node.getStart(source) === start && node.end === end) found ??= node;
    if (!found) ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** A literal that has to be no more than a text cannot go where one of certain texts is asked for. */
function textsExpected(checker: ts.TypeChecker, node: ts.StringLiteralLike): readonly string[] | undefined {
  const expected = checker.getContextualType(node);
  if (!expected) return undefined;
  return (expected.flags & ts.TypeFlags.String) !== 0 ? [] : textsOf(checker, expected);
}

function textsOf(checker: ts.TypeChecker, own: ts.Type): readonly string[] | undefined {
  const type = checker.getBaseConstraintOfType(own) ?? own;
  const texts: string[] = [];
  for (const member of type.isUnion() ? type.types : [type]) {
    if (member.isStringLiteral()) texts.push(member.value);
    // What is no text asks for no flag: `flag && isEnabled(flag)` of an optional one.
    else if ((member.flags & NO_TEXT) === 0) return undefined;
  }
  return texts.length > 0 ? texts : undefined;
}

/** Whether a type has true or false among its values, or may be any. */
function mayAnswer(checker: ts.TypeChecker, own: ts.Type): boolean {
  const type = checker.getBaseConstraintOfType(own) ?? own;
  const members = type.isUnion() ? type.types : [type];
  const isNothing = ({ flags }: ts.Type): boolean => (flags & NOTHING) !== 0;
  return (
    members.every(isNothing) ||
    members.some(({ flags }) => (flags & (ts.TypeFlags.BooleanLike | UNTOLD)) !== 0)
  );
}

const NOTHING = ts.TypeFlags.Undefined | ts.TypeFlags.Null | ts.TypeFlags.Void;
const UNTOLD =
  ts.TypeFlags.Any |
  ts.TypeFlags.Unknown |
  ts.TypeFlags.Never |
  ts.TypeFlags.TypeVariable |
  ts.TypeFlags.NonPrimitive;

const NO_TEXT =
  ts.TypeFlags.Undefined |
  ts.TypeFlags.Null |
  ts.TypeFlags.Void |
  ts.TypeFlags.BooleanLike |
  ts.TypeFlags.NumberLike |
  ts.TypeFlags.ESSymbolLike;

const SOURCE = /\.[cm]?[jt]sx?$/;

interface Project {
  readonly program: ts.Program;
  readonly names: readonly string[];
  /** What the configuration names and is not there, such as the types of a package that is not installed. */
  readonly missing: readonly string[];
  readonly options: ts.CompilerOptions;
  readonly texts: ReadonlyMap<string, string | null>;
  /** The files that no change touches, by path: parsed once for all programs. */
  readonly sources: Map<string, ts.SourceFile>;
}

function checkGroup(
  project: Project,
  changes: readonly CheckedChange[],
  root: string,
  libFolder: string,
  system: ts.System,
): TypeCheckResult {
  const changed = changes.map(({ file }) => `${root}/${file}`);
  const affected = withImporters(project.program, changed);
  const texts = new Map(changes.map(({ file, after }) => [`${root}/${file}`, after]));
  const names = project.names.filter((name) => texts.get(name) !== null);
  const program = createProgram(
    names,
    project.options,
    texts,
    project.sources,
    libFolder,
    system,
    project.program,
  );
  const general = [...program.getOptionsDiagnostics(), ...program.getGlobalDiagnostics()];
  const missing = general.find(({ code }) => NO_LIBRARY.has(code));
  if (missing) {
    const [why] = ts.flattenDiagnosticMessageText(missing.messageText, '\n').split('\n');
    return { kind: 'not-run', reason: `The project's types cannot be loaded: ${why}` };
  }

  const isDeleting = changes.some(({ after }) => after === null);
  const diagnostics: NewDiagnostic[] = [];
  const unresolved = new Set(project.missing);
  for (const name of affected) {
    const after = diagnosticsOf(program, name);
    const isOfModule = ({ code }: ts.Diagnostic): boolean => UNRESOLVED.has(code);
    for (const diagnostic of after.filter(isOfModule))
      unresolved.add(sourceOf(diagnostic).replace(/^['"`]|['"`]$/g, ''));
    // A removal imports nothing new: a module that is not there was not there before, unless a file is deleted.
    const doubtful = isDeleting ? after : after.filter((diagnostic) => !isOfModule(diagnostic));
    if (doubtful.length === 0) continue;
    // Only where there is something to hold against it.
    const isKnown = knownAmong(diagnosticsOf(project.program, name));
    for (const diagnostic of doubtful) {
      if (isKnown(diagnostic)) continue;
      diagnostics.push({
        file: name.slice(root.length + 1),
        start: diagnostic.start ?? 0,
        message: `TS${diagnostic.code}: ${textOf(diagnostic)}`,
      });
    }
  }
  return diagnostics.length > 0
    ? { kind: 'failed', diagnostics }
    : { kind: 'passed', unresolved: [...unresolved] };
}

/** Library files and global types that are not there: without them the check means nothing. */
const NO_LIBRARY: ReadonlySet<number> = new Set([6053, 2318]);
/** Modules that are not there, or that have no types: what comes from them is `any` before and after. */
const UNRESOLVED: ReadonlySet<number> = new Set([2307, 2792, 7016]);

/**
 * Whether a diagnostic was there before, each as often as it was: it is the same when its words are, wherever the edit has moved
 * it, or when it stands in a line of the same text, for words tell types that the edit may have made narrower.
 */
function knownAmong(before: readonly ts.Diagnostic[]): (diagnostic: ts.Diagnostic) => boolean {
  const left = [...before];
  return (diagnostic) => {
    const words = textOf(diagnostic);
    const same = (other: ts.Diagnostic): boolean => other.code === diagnostic.code && textOf(other) === words;
    let index = left.findIndex(same);
    if (index < 0) {
      const line = lineOf(diagnostic);
      index = left.findIndex((other) => other.code === diagnostic.code && lineOf(other) === line);
    }
    if (index >= 0) left.splice(index, 1);
    return index >= 0;
  };
}

function sourceOf({ file, start = 0, length = 0 }: ts.Diagnostic): string {
  return file?.text.slice(start, start + length) ?? '';
}

function lineOf({ file, start = 0 }: ts.Diagnostic): string {
  if (!file) return '';
  const end = file.text.indexOf('\n', start);
  return file.text.slice(file.text.lastIndexOf('\n', start - 1) + 1, end < 0 ? undefined : end).trim();
}

function textOf({ messageText }: ts.Diagnostic): string {
  return ts.flattenDiagnosticMessageText(messageText, ' ');
}

function diagnosticsOf(program: ts.Program, name: string): readonly ts.Diagnostic[] {
  const source = program.getSourceFile(name);
  if (!source) return [];
  return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
}

/** The files themselves and all that import them, however indirectly. */
function withImporters(program: ts.Program, files: readonly string[]): Set<string> {
  const importers = new Map<string, string[]>();
  const checker = program.getTypeChecker();
  for (const source of program.getSourceFiles()) {
    if (source.isDeclarationFile || program.isSourceFileFromExternalLibrary(source)) continue;
    for (const specifier of specifiersOf(source)) {
      const target = checker.getSymbolAtLocation(specifier)?.declarations?.[0]?.getSourceFile().fileName;
      if (target !== undefined) importers.set(target, [...(importers.get(target) ?? []), source.fileName]);
    }
  }
  const found = new Set(files);
  for (const file of found) for (const importer of importers.get(file) ?? []) found.add(importer);
  return found;
}

function specifiersOf(source: ts.SourceFile): ts.Expression[] {
  const found: ts.Expression[] = [];
  for (const statement of source.statements) {
    if (
      (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) &&
      statement.moduleSpecifier
    ) {
      found.push(statement.moduleSpecifier);
    }
  }
  if (!/\b(?:import|require)\s*\(/.test(source.text)) return found;
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const { expression, arguments: given } = node;
      const imports =
        expression.kind === ts.SyntaxKind.ImportKeyword ||
        (ts.isIdentifier(expression) && expression.text === 'require');
      if (imports && given[0] && ts.isStringLiteralLike(given[0])) found.push(given[0]);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function createProgram(
  names: readonly string[],
  options: ts.CompilerOptions,
  texts: ReadonlyMap<string, string | null>,
  sources: Map<string, ts.SourceFile>,
  libFolder: string,
  system: ts.System,
  old?: ts.Program,
): ts.Program {
  const read = (path: string): string | undefined => {
    const text = texts.get(path);
    return text === undefined ? system.readFile(path) : (text ?? undefined);
  };
  const host: ts.CompilerHost = {
    getSourceFile: (path, version) => {
      const known = texts.has(path) ? undefined : sources.get(path);
      if (known) return known;
      const text = read(path);
      const source = text === undefined ? undefined : ts.createSourceFile(path, text, version);
      // Those of changed texts are of use for one program alone.
      if (source && !texts.has(path)) sources.set(path, source);
      return source;
    },
    getDefaultLibFileName: (settings) => `${libFolder}/${ts.getDefaultLibFileName(settings)}`,
    getDefaultLibLocation: () => libFolder,
    writeFile: () => {},
    getCurrentDirectory: () => system.getCurrentDirectory(),
    getCanonicalFileName: (path) => (system.useCaseSensitiveFileNames ? path : path.toLowerCase()),
    useCaseSensitiveFileNames: () => system.useCaseSensitiveFileNames,
    getNewLine: () => '\n',
    fileExists: (path) => (texts.has(path) ? texts.get(path) !== null : system.fileExists(path)),
    readFile: read,
    directoryExists: (path) => system.directoryExists(path),
    getDirectories: (path) => system.getDirectories(path),
    ...(system.realpath && { realpath: system.realpath }),
  };
  return ts.createProgram({
    rootNames: names,
    options: { ...options, noEmit: true, composite: false, incremental: false, skipLibCheck: true },
    host,
    ...(old && { oldProgram: old }),
  });
}

/** The configuration that covers a file: the nearest one, or the one among those it refers to that names the file. */
function configFor(path: string, root: string, system: ts.System): string | undefined {
  for (let folder = parentOf(path); folder.length >= root.length; folder = parentOf(folder)) {
    for (const name of ['tsconfig.json', 'jsconfig.json']) {
      const config = `${folder}/${name}`;
      if (!system.fileExists(config)) continue;
      const candidates = [config, ...referencesOf(config, system)];
      return (
        candidates.find((candidate) => parseConfig(candidate, system).fileNames.includes(path)) ?? config
      );
    }
  }
  return undefined;
}

function referencesOf(config: string, system: ts.System): string[] {
  return (parseConfig(config, system).projectReferences ?? []).map(({ path }) =>
    path.endsWith('.json') ? path : `${path}/tsconfig.json`,
  );
}

function parseConfig(config: string, system: ts.System): ts.ParsedCommandLine {
  const { config: json } = ts.readConfigFile(config, (path) => system.readFile(path));
  return ts.parseJsonConfigFileContent(json ?? {}, system, parentOf(config), undefined, config);
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}
