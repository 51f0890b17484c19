import { expect, it } from 'vitest';
import { put } from '../node/folder';
import { repository } from '../node/repository';
import { cli } from './cli';

/** Names that every object of JavaScript knows, and ordinary ones of the same length and order. */
const ORDINARY = new Map([
  ['__proto__', '__aaaaa__'],
  ['constructor', 'conbbbbbbbb'],
  ['hasOwnProperty', 'hasCccProperty'],
  ['toString', 'toDddddd'],
  ['valueOf', 'valueEe'],
  ['then', 'thff'],
]);
const NAMES = [...ORDINARY.keys()];

function ordinary(text: string): string {
  return text.replaceAll(new RegExp(NAMES.join('|'), 'g'), (name) => ORDINARY.get(name)!);
}

/** A workspace in which everything that has a name has one of those. */
function files(names: readonly string[]): Record<string, string> {
  // In an object the first of them is no member: it sets what the object inherits from.
  const members = names.slice(1);
  const entry = (name: string) =>
    `{ "enabled": true, "owner": "${name}", "ticket": "${name}", "type": "${name}", "created": "2020-01-01", "${name}": 1, "allowed_users": ["${name}"], "percentage": 50, "rules": [{ "attribute": "${name}", "operator": "equals", "value": "${name}" }] }`;
  const on = (name: string) =>
    `  ${name}: { enabled: true, owner: ${name}, created: 2020-01-01, dependencies: [${name}] }\n`;
  return {
    'flags.json': `{ "flags": { ${names.map((name) => `"${name}": ${entry(name)}`).join(', ')} } }`,
    'more/flags.yaml': `flags:\n${names.map((name) => on(`${name}2`)).join('')}`,
    'env/flags.yml': `${names.map((name) => `${name}:\n  ${name}3: { enabled: true }\n`).join('')}`,
    'src/keys.ts': `export enum Flag { ${names.map((name) => `${name}2 = '${name}2'`).join(', ')} }\nexport const KEYS = { ${members.map((name) => `${name}: '${name}'`).join(', ')} } as const;\n`,
    'src/app.ts': [
      "import { Flag, KEYS } from './keys';",
      ...names.map(
        (name) =>
          `import { ${name} as x_${name} } from '${name}';\nimport './${name}';\nimport './a.${name}';`,
      ),
      ...names.map(
        (name) =>
          `if (flags.isEnabled('${name}')) x_${name}('${name}');\nif (flags.isEnabled(Flag.${name}2)) { a(); } else { b(); }`,
      ),
      ...members.map(
        (name) =>
          `flags.isEnabled(KEYS.${name}); flags.${name}; KEYS['${name}']; featureFlags.${name}2; ask.${name}('${name}');`,
      ),
      ...names.map((name) => `const c_${name} = flags.isEnabled('${name}2') ? x_${name}(1) : 2;`),
      '',
    ].join('\n'),
    ...Object.fromEntries(
      names.map((name) => [
        `src/${name}.ts`,
        `export function ${name}(key: string) { return flags.isEnabled(key); }\n${name}('${name}2');\n`,
      ]),
    ),
    'package.json': `{ "name": "${names[1]}", "exports": { "${names[0]}": "./src/keys.ts" }, "workspaces": ["${names[2]}"] }`,
    'tsconfig.json': `{ "compilerOptions": { "paths": { ${names.map((name) => `"${name}": ["./src/${name}.ts"]`).join(', ')} } } }`,
    'flagwright.config.json': `{
      "flagFiles": [{ "glob": "**/flags.json", "fields": { ${names.map((name) => `"${name}": "${name}"`).join(', ')} } }, { "glob": "env/flags.yml", "environment": "${names[0]}", "states": { ${names.map((name) => `"${name}": "on"`).join(', ')} } }, { "glob": "more/*" }],
      "rules": { ${names.map((name) => `"${name}": "error"`).join(', ')} },
      "staleAfterDays": { ${names.map((name) => `"${name}": 3`).join(', ')} },
      "wrappers": [${names.map((name) => `{ "call": "ask.${name}" }`).join(', ')}],
      ${names.map((name) => `"${name}": 1`).join(', ')}
    }`,
  };
}

const COMMANDS: readonly (readonly string[])[] = [
  ['lint', '--format', 'json'],
  ['lint', '--format', 'sarif'],
  ['lint', '--changed', 'HEAD~1', '--format', 'json'],
  ['list', '--format', 'json'],
  ['list'],
  ['stale', '--format', 'json'],
  ['stale', '--format', 'markdown'],
  ['generate', 'types'],
  ['diff', 'HEAD~1'],
  ...NAMES.map((name) => ['usages', name, '--format', 'json']),
  ...NAMES.map((name) => ['evaluate', name, '--context', `${name}=${name}`, '--format', 'json']),
  ...NAMES.map((name) => ['evaluate', `${name}2`, '--context', 'user_id=u', '--environment', name]),
  ...NAMES.map((name) => ['remove', `${name}2`, '--format', 'json']),
];

it('names that every object knows are names like others', { timeout: 120_000 }, async () => {
  const [strange, plain] = [NAMES, [...ORDINARY.values()]].map((names) => {
    const made = repository({ 'flags.json': '{}' });
    made.commit(files(names));
    return made.root;
  });
  for (const words of COMMANDS) {
    const outcome = async (root: string, argv: readonly string[]) => {
      const { status, stdout, stderr } = await cli(root, argv);
      const text = ordinary(`${stdout}${stderr}`.replaceAll('&#95;', '_'))
        .replaceAll(root, '')
        .replaceAll(/"flagwright\/v1": "\w+"/g, '');
      return { words, status, lines: text.split('\n') };
    };
    expect(await outcome(strange!, words)).toEqual({
      ...(await outcome(plain!, words.map(ordinary))),
      words,
    });
  }
});

it('a baseline knows findings of such names', async () => {
  const made = repository({ 'flags.json': '{}' });
  made.commit(files(NAMES));
  put(made.root, 'flagwright.config.json', '{ "flagFiles": [{ "glob": ["**/flags.*"] }] }');
  await cli(made.root, ['lint', '--update-baseline']);
  const { stdout } = await cli(made.root, ['lint', '--format', 'json']);
  expect(JSON.parse(stdout).diagnostics).toEqual([]);
});

it('a shell of such a name is told of those that there are', async () => {
  const { root } = repository({ 'flags.json': '{}' });
  const { status, stderr } = await cli(root, ['completion', 'constructor']);
  expect(status).toBe(2);
  expect(stderr).not.toContain('defect');
});
