import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { createScopes } from '../../server/src/usages/scope';
import { parseSource } from '../../server/src/usages/source';

/**
 * The line on which the last `x` of a source is bound, counted from 1; `global` where nothing binds it. A comment
 * `<-` marks that line.
 */
function boundAt(text: string): { found: number | 'global'; marked: number | 'global'; isConstant: boolean } {
  const source = parseSource('a.tsx', text);
  const scopes = createScopes(source);
  let last: ts.Identifier | undefined;
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === 'x') last = node;
    ts.forEachChild(node, visit);
  };
  visit(source);
  const binding = scopes.resolve(last!);
  const line = (offset: number) => source.getLineAndCharacterOfPosition(offset).line + 1;
  const mark = text.indexOf('<-');
  return {
    found: binding ? line(binding.getStart(source)) : 'global',
    marked: mark < 0 ? 'global' : line(mark),
    isConstant: binding !== undefined && scopes.isConstant(binding),
  };
}

const cases: Record<string, string> = {
  'a variable of the file': 'const x = 1; // <-\nuse(x);',
  'a block that shadows it': 'const x = 1;\n{\n  const x = 2; // <-\n  use(x);\n}',
  'a block beside it does not': 'const x = 1; // <-\n{ const x = 2; }\nuse(x);',
  'a parameter': 'const x = 1;\nfunction f(\n  x // <-\n) {\n  use(x);\n}',
  'a parameter of an arrow': 'const x = 1;\nconst f = (\n  x // <-\n) => use(x);',
  'a destructured parameter': 'const x = 1;\nfunction f({\n  y: [, x] // <-\n}) {\n  use(x);\n}',
  'a rest parameter': 'const x = 1;\nfunction f(\n  ...x // <-\n) { use(x); }',
  'a var, hoisted out of a block':
    'function f() {\n  use2();\n  if (a) {\n    var x = 1; // <-\n  }\n  use(x);\n}',
  'a var, hoisted out of a loop': 'for (\n  var x of xs // <-\n) {}\nuse(x);',
  'a let in a loop does not leave it': 'for (let x of xs) {}\nuse(x);',
  'a let in its loop': 'const x = 0;\nfor (\n  let x = 1; // <-\n  ; x) {}',
  'a var in a function does not leave it': 'function f() { var x = 1; }\nuse(x);',
  'a function declared below': '{\n  function x() {} // <-\n  use(x);\n}',
  'a class declared below': 'use2();\nclass x {} // <-\nuse(x);',
  'an enum': 'enum x { A } // <-\nuse(x.A, x);',
  'a namespace': 'namespace x { export const a = 1; } // <-\nuse(x);',
  "a function expression's own name": 'const x = 1;\nconst f = function x() { // <-\n  use(x);\n};',
  "a class expression's own name": 'const x = 1;\nconst C = class x { // <-\n  m() { use(x); }\n};',
  'a catch variable': 'const x = 1;\ntry {} catch (\n  x // <-\n) { use(x); }',
  'a case of a switch': 'const x = 1;\nswitch (a) {\n  case 1: const x = 2; // <-\n  case 2: use(x);\n}',
  'a static block': 'const x = 1;\nclass A {\n  static {\n    var x = 2; // <-\n    use(x);\n  }\n}',
  'a var, hoisted within a static block':
    'class A {\n  static {\n    {\n      var x = 2; // <-\n    }\n    use(x);\n  }\n}',
  'a var in a static block does not leave it': 'class A { static { var x = 2; } }\nuse(x);',
  'an import': "import { y as x } from 'm'; // <-\nuse(x);",
  'a default import': "import x from 'm'; // <-\nuse(x);",
  'a namespace import': "import * as x from 'm'; // <-\nuse(x);",
  'an import by require': "import x = require('m'); // <-\nuse(x);",
  'an object pattern': 'const {\n  a: { b: x = 1 }, // <-\n} = o;\nuse(x);',
  'an array pattern': 'const [\n  , x, // <-\n] = o;\nuse(x);',
  'nothing: a global': 'use(x);',
  'an arrow in JSX': 'const x = 1;\nconst a = <b c={(\n  x // <-\n) => x} />;',
};

describe('an identifier is bound by', () => {
  it.each(Object.entries(cases))('%s', (_name, text) => {
    const { found, marked } = boundAt(text);
    expect(found).toBe(marked);
  });
});

describe('a binding keeps its first value', () => {
  it.each([
    ['const x = 1; use(x);', true],
    ['let x = 1; use(x);', true],
    ['let x = 1; x = 2; use(x);', false],
    ['let x = 1; x += 2; use(x);', false],
    ['let x = 1; x++; use(x);', false],
    ['let x = 1; [x] = y; use(x);', false],
    ['let x = 1; ({ x } = y); use(x);', false],
    ['let x = 1; ({ a: [x = 3] } = y); use(x);', false],
    ['let x = 1; [...x] = y; use(x);', false],
    ['let x = 1; for (x of y) {} use(x);', false],
    ['let x = 1; for (x in y) {} use(x);', false],
    ['let x = 1; y.x = 2; use(x);', true],
    ['function f(x) { use(x); }', true],
    ['function f(x) { x = 1; use(x); }', false],
    ['function f({ x }) { use(x); }', false],
    ['function x() {} use(x);', true],
    ['class x {} use(x);', true],
    ["import x from 'm'; use(x);", true],
  ])('%s %s', (text, expected) => {
    expect(boundAt(text).isConstant).toBe(expected);
  });
});

it('a type is no parameter, variable or function of its name', () => {
  const source = parseSource(
    'a.ts',
    'import type { x } from "x";\nfunction f(x: x) { const g = (y: x) => { const x: x = y; function x() {} }; }\nclass z {}\nconst h = (z: z) => z;',
  );
  const scopes = createScopes(source);
  const kinds: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTypeReferenceNode(node)) {
      const binding = scopes.resolveType(node.typeName as ts.Identifier);
      kinds.push(ts.SyntaxKind[binding!.kind]);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  expect(kinds).toEqual(['ImportSpecifier', 'ImportSpecifier', 'ImportSpecifier', 'ClassDeclaration']);
});
