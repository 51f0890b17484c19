import { transformSync } from 'esbuild';
import ts from 'typescript';
import { expect, test } from 'vitest';
import type { FlagValue } from '../../server/src/flags/model';
import { literalText } from '../../server/src/removal/known';
import type { ReadSite } from '../../server/src/removal/sites';
import { removeFromSource } from '../../server/src/removal/source';
import { applyEdits } from '../../server/src/text/edits';
import { prepare, surroundings, withoutImports } from '../support/execution';
import { generateProgram, type Program } from '../support/programs/generator';
import { findSites } from '../support/removal-sites';

/**
 * esbuild as a finder: it simplifies the original with the literal put in, and our result. Where the two differ, both run;
 * a difference is a class of what esbuild leaves and we remove, or it is a find. `SECOND_ENGINE_PROGRAMS` sets how many.
 */
const count = Number(process.env.SECOND_ENGINE_PROGRAMS ?? 400);

/** What esbuild leaves in a function that our removal takes out, each with how it shows in esbuild's output. */
const CLASSES: readonly { readonly cause: string; readonly shows: RegExp }[] = [
  {
    cause: 'a name holds the value; esbuild carries none through a declaration',
    shows: /(const|let|var) [^;]*= /,
  },
  {
    cause: 'a function answers with the value; esbuild calls it still',
    shows: /return (!|'|"|\d|-|null)|=> (!|'|")/,
  },
  { cause: 'a promise of the value; esbuild awaits it', shows: /Promise\.resolve\(|async/ },
  {
    cause: 'a member of a result; esbuild reads it out of the object',
    shows: /\{ ?(value|enabled|on):|\.x\b/,
  },
  { cause: 'a switch over the value; esbuild keeps its clauses', shows: /switch \(/ },
  {
    cause: 'a loose or mixed comparison of the value; esbuild computes none',
    shows: /("|\d) (==|!=|<|>=|===|!==) ("|\d|n)/,
  },
  {
    cause: 'a built-in function of the value; esbuild calls it still',
    shows: /(String|Boolean)\(|\.filter\(|!1\]/,
  },
  {
    cause: 'what a hook remembers or depends on; esbuild knows no hooks',
    shows: /useMemo\(|useState\(|, \[[^\]]/,
  },
  {
    cause: 'a condition that decides nothing; esbuild keeps the literal in it',
    shows: /![01] \?|(&&|\|\||\?\?) [(!'"\dn]|if \(/,
  },
  {
    cause: 'a sequence that ends with the value; esbuild does not fold what asks for it',
    shows: /, (![01]|\d+|"[^"]*")\) (\|\||&&|\?\?|\?) /,
  },
  { cause: 'a sign before a text; esbuild computes with numbers only', shows: /[~+-]"/ },
  { cause: 'a member of an enum; esbuild reads some of them at run time', shows: /\bT\d+\.\w/ },
  {
    cause: 'a function that nobody calls any more; esbuild keeps one that may throw',
    shows: /^\s*function \w+/,
  },
  {
    cause: 'a parameter to which every call gives the value; esbuild hands it on',
    shows: /function ?\w*\(\w[^)]*\)|\(\w+(?:, \w+)*\) =>/,
  },
  { cause: 'a component that only chooses among what it is given; esbuild calls it', shows: /h\(Pick_?\w+/ },
  { cause: 'a child that shows nothing; esbuild hands it to the component', shows: /\}, ![01]\)/ },
  { cause: 'a private field holds the value; esbuild reads it out of the object', shows: /#\w+ = / },
  { cause: 'text of a page; esbuild keeps its pieces apart', shows: /"[^"]*", "/ },
  { cause: 'a block of which the removal took the names; esbuild keeps it', shows: /^\s*\{$/m },
  { cause: 'a template in a template; esbuild keeps it apart', shows: /\$\{`/ },
  { cause: 'what follows a call that never comes back; esbuild keeps it', shows: /\blog\("/ },
  { cause: 'an operand that only reads a name; esbuild takes no name for known', shows: /[\w!] ?[,;]/ },
];

const UNUSED_NAME = { cause: 'a name that nothing uses any more; esbuild keeps it' };
const DECLARATION = /^\s*(?:const|let|var) /;

test(`${count} programs: what esbuild makes of the literal is never less than what the removal leaves`, {
  timeout: 60_000 + 300 * count,
}, async () => {
  const tally = new Map<string, number>();
  const finds: string[] = [];
  for (let seed = 1; seed <= count && finds.length < 5; seed++) {
    const outcome = await compare(seed);
    if (outcome?.find !== undefined) finds.push(`seed ${seed}: ${outcome.find}`);
    if (outcome) tally.set(outcome.kind, (tally.get(outcome.kind) ?? 0) + 1);
  }
  console.log([...tally].map(([kind, times]) => `  ${times} ${kind}`).join('\n'));
  expect(finds.join('\n\n')).toBe('');
});

async function compare(seed: number): Promise<{ kind: string; find?: string } | undefined> {
  const program = generateProgram(seed);
  const sites = findSites(program.file, program.text);
  const original = withLiterals(program, sites);
  if (original === undefined) return undefined;
  const plan = removeFromSource({ ...program, sites });
  if (plan.review.length > 0) return undefined;
  let theirs: string;
  let ours: string;
  try {
    theirs = simplify(original, program.file);
    ours = simplify(applyEdits(program.text, plan.edits), program.file);
  } catch {
    // Chance wrote a program that is none.
    return undefined;
  }
  // Where a nested statement begins a line of its own is nobody's change.
  const [shortest, own] = [numbered(dense(theirs)), numbered(dense(ours))];
  if (shortest === own) return { kind: 'the same text' };
  const [before, after] = [theirs, ours].map((text) => prepare(text, 'program.js', program.keep));
  for (const around of surroundings(seed, 4)) {
    const [expected, actual] = [JSON.stringify(await before!(around)), JSON.stringify(await after!(around))];
    if (expected !== actual) return { kind: 'find', find: `behaves otherwise\n${theirs}\n---\n${ours}` };
  }
  const known =
    CLASSES.find(({ shows }) => timesOf(shows, theirs) > timesOf(shows, ours)) ??
    (timesOf(DECLARATION, apart(theirs)) > timesOf(DECLARATION, apart(ours)) ? UNUSED_NAME : undefined);
  if (own.length > shortest.length || !known) {
    return { kind: 'find', find: `esbuild removes more\n${theirs}\n---\n${ours}` };
  }
  return { kind: known.cause };
}

function dense(text: string): string {
  return transformSync(apart(text), { minifyWhitespace: true }).code;
}

/** Of two names for one thing either may be left: those of the generator by the order in which they come. */
function numbered(text: string): string {
  const names = new Map<string, string>();
  const short = text.replace(/\bchosen\d+:(?=\w)/g, '');
  return short.replace(/\b(?:left|right|chosen|fresh|page)\d+\b/gi, (name) => {
    if (!names.has(name)) names.set(name, `n${names.size}`);
    return names.get(name)!;
  });
}

function timesOf(pattern: RegExp, text: string): number {
  return text.match(new RegExp(pattern, 'gm'))?.length ?? 0;
}

/** The program with the kept value written at each read; `undefined` where a read is no expression of its own. */
function withLiterals({ text, keep }: Program, sites: readonly ReadSite[]): string | undefined {
  let result = '';
  let at = 0;
  for (const site of [...sites].sort((a, b) => a.site.start - b.site.start)) {
    const read = text.slice(site.site.start, site.site.end);
    if (!/^[\w.]+\(/.test(read)) return undefined;
    const effect = /, (log\(.*\))\)$/.exec(read)?.[1];
    const value = effect === undefined ? resultOf(site, keep) : `${effect}, ${resultOf(site, keep)}`;
    const isWord = effect === undefined && /^['\w]/.test(value);
    const before = text.slice(at, site.site.start);
    // A parenthesis at the beginning of a line might continue the one above.
    if (!isWord && /\n\s*$/.test(before)) return undefined;
    result += before + (isWord ? value : `(${value})`);
    at = site.site.end;
  }
  return sites.length > 0 ? result + text.slice(at) : undefined;
}

function resultOf({ result }: ReadSite, keep: FlagValue): string {
  const answer = literalText(result.inverted ? !keep : keep);
  const whole = result.path.reduceRight(
    (value, name) => (name === '0' ? `[${value}]` : `{ ${name}: ${value} }`),
    answer,
  );
  return result.promise ? `Promise.resolve(${whole})` : whole;
}

/**
 * Each name in a declaration of its own, out of the heads of loops too, and a statement `a !== b && c` as `a === b || c`: what stands between two
 * declarations, and which of the two ways esbuild has found, is nobody's change.
 */
function apart(code: string): string {
  const source = ts.createSourceFile('program.js', code, ts.ScriptTarget.Latest, true);
  const { factory } = ts;
  const { transformed } = ts.transform(source, [
    (context) => {
      const visit = (node: ts.Node): ts.VisitResult<ts.Node> => {
        const visited = ts.visitEachChild(node, visit, context);
        if (ts.isExpressionStatement(visited)) return turnedRound(visited, factory);
        if (ts.isForStatement(visited)) return withoutNeighbours(visited, factory);
        if (!ts.isVariableStatement(visited)) return visited;
        const { declarations, flags } = visited.declarationList;
        return declarations.map((one) =>
          factory.createVariableStatement(
            visited.modifiers,
            factory.createVariableDeclarationList([one], flags),
          ),
        );
      };
      return (file) => ts.visitEachChild(file, visit, context);
    },
  ]);
  return ts.createPrinter().printFile(transformed[0]!);
}

/** esbuild puts the `var`s in front of a loop into its head. */
function withoutNeighbours(loop: ts.ForStatement, factory: ts.NodeFactory): ts.Statement | ts.Statement[] {
  const { initializer: head } = loop;
  if (!head || !ts.isVariableDeclarationList(head) || head.flags & ts.NodeFlags.BlockScoped) return loop;
  const own = head.declarations.at(-1)!;
  const before = head.declarations.slice(0, -1);
  const alone = factory.createVariableDeclarationList([own], head.flags);
  return [
    ...before.map((one) => factory.createVariableStatement(undefined, [one])),
    factory.updateForStatement(loop, alone, loop.condition, loop.incrementor, loop.statement),
  ];
}

function turnedRound(statement: ts.ExpressionStatement, factory: ts.NodeFactory): ts.Statement {
  const { expression: whole } = statement;
  if (!ts.isBinaryExpression(whole) || whole.operatorToken.kind !== ts.SyntaxKind.AmpersandAmpersandToken)
    return statement;
  const { left: test } = whole;
  if (!ts.isBinaryExpression(test)) return statement;
  const { ExclamationEqualsEqualsToken, EqualsEqualsEqualsToken, BarBarToken } = ts.SyntaxKind;
  if (test.operatorToken.kind !== ExclamationEqualsEqualsToken) return statement;
  const same = factory.createBinaryExpression(test.left, EqualsEqualsEqualsToken, test.right);
  return factory.createExpressionStatement(factory.createBinaryExpression(same, BarBarToken, whole.right));
}

/** In two passes, since esbuild does not look again at what it has made itself. */
function simplify(text: string, file: string): string {
  const loader = file.endsWith('.tsx') ? 'tsx' : file.endsWith('.ts') ? 'ts' : 'js';
  const once = minify(`${withoutImports(text)}\nexport { main };`, loader);
  return minify(once, 'js').replace(/export \{\s*main\s*\};\s*$/, '');
}

function minify(text: string, loader: 'js' | 'ts' | 'tsx'): string {
  const { code } = transformSync(text, {
    loader,
    minifySyntax: true,
    treeShaking: true,
    target: 'es2022',
    jsxFactory: 'h',
    jsxFragment: 'Fragment',
  });
  return code;
}
