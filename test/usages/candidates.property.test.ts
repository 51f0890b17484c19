import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { candidateFilter } from '../../server/src/usages/candidates';
import { scanSource } from '../../server/src/usages/scan';
import { DEFAULT_CONFIG } from '../../server/src/workspace/config';
import { knownShapes, NOTHING_INFERRED } from '../../server/src/workspace/known-shapes';
import { generateProgram } from '../support/programs/generator';
import { generateProject } from '../support/programs/project';

/** What the filter promises: a source in which a scan finds a read, a table or a mock is let through. */
const shapes = knownShapes(DEFAULT_CONFIG, NOTHING_INFERRED);
const isCandidate = candidateFilter(shapes);

/** What the scan found in a source that the filter keeps from it. */
function missed(path: string, text: string): string[] {
  if (isCandidate(text)) return [];
  const { reads, writes, mocks = [], silencers } = scanSource(path, text, shapes);
  return reads.length + writes.length + mocks.length + silencers.length > 0 ? [`${path}: ${text}`] : [];
}

/** Every text in the tests and fixtures, taken for a source: most are, and what a scan makes of the others counts as well. */
function* sourcesOfTests(): Iterable<readonly [path: string, text: string]> {
  for (const file of readdirSync('test', { recursive: true, encoding: 'utf8' })) {
    if (file.startsWith('usages/sdks/')) yield* filesOf(file, readFileSync(`test/${file}`, 'utf8'));
    if (!file.endsWith('.test.ts')) continue;
    const tree = ts.createSourceFile(file, readFileSync(`test/${file}`, 'utf8'), ts.ScriptTarget.Latest);
    const texts: string[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isStringLiteralLike(node)) texts.push(node.text);
      if (ts.isTemplateExpression(node)) texts.push(node.getText(tree).slice(1, -1));
      ts.forEachChild(node, visit);
    };
    visit(tree);
    for (const text of texts) yield* filesOf(file, text);
  }
}

/** The files of a fixture, or the text itself. */
function filesOf(name: string, text: string): (readonly [path: string, text: string])[] {
  return text
    .split(/^\/\/- .+$/m)
    .filter((part) => part.length > 8)
    .map((part) => [`${name}.tsx`, part] as const);
}

it('lets through every source of the tests in which a scan finds something', () => {
  let count = 0;
  const all: string[] = [];
  for (const [path, text] of sourcesOfTests()) {
    count++;
    all.push(...missed(path, text));
  }
  expect(count).toBeGreaterThan(5000);
  expect(all).toEqual([]);
});

it('lets through every program that is made up in which a scan finds something', () => {
  const all: string[] = [];
  for (let seed = 1; seed <= 300; seed++) {
    all.push(...missed(`program${seed}.tsx`, generateProgram(seed).text));
    for (const [path, text] of generateProject(seed).files) all.push(...missed(path, text));
  }
  expect(all).toEqual([]);
});

it('lets through what is asked by any name that speaks of flags', () => {
  const names =
    'flag toggle feature killSwitch switches experiment gate gatekeeper configCat devCycle dvc eppo flagd flagsmith flipt ' +
    'growthBook launchDarkly ld optimizely postHog splitIo statsig unleash openFeature splitTest remoteConfig';
  const all = names.split(' ').flatMap((name) => {
    const large = name[0]!.toUpperCase() + name.slice(1);
    return [
      `${name}('x');`,
      `use${large}('x');`,
      `this.${name}.isEnabled('x');`,
      `${name}Client.isOn('x');`,
      `my${large}.get('x');`,
      `<${large} name="x"><b /></${large}>;`,
      `<If${large} ${name}="x" />;`,
    ].flatMap((text) => missed(name, text));
  });
  expect(all).toEqual([]);
});

it.each([
  'if (isActive(config.FLAG_NEW_UI)) a();',
  'const x = isOn(FLAG_NEW_UI);',
  "if (get('FLAG_NEW_UI')) a();",
  "if (env.get('ENABLE_FEATURE_CART')) a();",
])('lets through names of flags in capitals: %s', (text) => {
  expect(isCandidate(text)).toBe(true);
});
