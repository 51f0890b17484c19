import vm from 'node:vm';
import ts from 'typescript';

/** Whether a text is a program that a compiler takes. */
export function isProgram(text, ending) {
  try {
    new vm.Script(wrap(compile(text, ending)));
    return true;
  } catch {
    return false;
  }
}

/** Whether two texts call the same functions with the same values in the same order, under every assignment. */
export function behaveAlike(before, after, { keep, ending }) {
  const [one, other] = [before, after].map((text) =>
    new vm.Script(wrap(compile(text, ending))).runInThisContext(),
  );
  return assignments().every((assignment) => trace(one, keep, assignment) === trace(other, keep, assignment));
}

const NAMES = ['p', 'q', 'n', 'a', 'b', 'c', 'd', 'use', 'other', 'h', 'Fragment'];
const READERS = ['isEnabled', 'useVariableValue', 'getBooleanValue', 'getStringValue', 'getNumberValue'];

function wrap(code) {
  return `(function (${[...NAMES, ...READERS].join(', ')}) {${code}\n})`;
}

function compile(text, ending) {
  const { outputText, diagnostics } = ts.transpileModule(text, {
    fileName: `case.${ending}x`.replace('xx', 'x'),
    reportDiagnostics: true,
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      jsx: ts.JsxEmit.React,
      jsxFactory: 'h',
      jsxFragmentFactory: 'Fragment',
    },
  });
  if (diagnostics.length > 0) throw new SyntaxError('The text is no program.');
  // The cases are scripts of the looser kind.
  return outputText.replace(/^"use strict";/, '');
}

/** Both truths of two names, two numbers, and three ways in which functions answer: 24 in all. */
function assignments() {
  const truths = [true, false];
  const answers = [() => true, () => false, (count) => count % 2 === 0];
  return truths.flatMap((p) =>
    truths.flatMap((q) => [0, 1].flatMap((n) => answers.map((answer) => ({ p, q, n, answer })))),
  );
}

function trace(run, keep, { p, q, n, answer }) {
  const steps = [];
  const traced =
    (name) =>
    (...values) => {
      if (steps.length > 200) throw new Error('The program does not end.');
      steps.push(`${name}(${values.map(show).join(', ')})`);
      return name === 'use' ? undefined : answer(steps.length);
    };
  const reader = () => keep;
  const given = { p, q, n, h: element, Fragment: 'fragment' };
  for (const name of NAMES) given[name] ??= traced(name);
  globalThis.runOnce = () => run(...NAMES.map((name) => given[name]), ...READERS.map(() => reader));
  try {
    // A removal may have made a loop that neither ends nor calls anything.
    vm.runInThisContext('runOnce()', { timeout: 2000 });
  } catch (error) {
    steps.push(`threw ${error?.name}`);
  }
  return steps.join('; ');
}

/** What a page would show, with texts that stand side by side as one. */
function element(tag, attributes, ...children) {
  const shown = children.flat(9).map((child) => {
    if (child === null || child === undefined || typeof child === 'boolean') return '';
    return typeof child === 'object' && 'markup' in child ? child.markup : String(child);
  });
  const content = shown.join('');
  const names = Object.entries(attributes ?? {}).map(([name, value]) => ` ${name}=${show(value)}`);
  return { markup: tag === 'fragment' ? content : `<${tag}${names.join('')}>${content}</${tag}>` };
}

function show(value) {
  if (typeof value === 'function') return 'function';
  if (value === undefined || Object.is(value, -0)) return value === undefined ? 'undefined' : '-0';
  return JSON.stringify(value, (_, item) => (item === undefined ? 'undefined' : item));
}
