import { describe, expect, it } from 'vitest';
import { readConfig } from '../../server/src/workspace/config';
import { workspaceOf } from '../support/memory-host';

/** The problems of a configuration, each with the text at its place. */
function problemsOf(text: string, file = 'flagwright.config.json'): [string, string][] {
  return readConfig(file, text).problems.map(({ span, message }) => [
    text.slice(span.start, span.end),
    message,
  ]);
}

const configOf = (text: string, file = 'flagwright.config.json') => readConfig(file, text).config;

describe('a configuration', () => {
  it('says where the flags are and how they are read', () => {
    const config = configOf(`{
      "$schema": "./config.schema.json",
      "flagFiles": [{
        "glob": ["./config/flags.yml", "more/*.yml"], "format": "yaml", "root": "flags", "environment": "production",
        "fields": { "enabled": "serve", "owner": "team" }
      }],
      "rules": { "missing-owner": "error", "nested-flag": "off" },
      "staleAfterDays": { "release": 30, "default": 60 },
      "include": ["src/**"],
      "exclude": "legacy/**",
      "ticketUrl": "https://tickets.example/{ticket}"
    }`);
    expect(config).toMatchObject({
      file: 'flagwright.config.json',
      flagFiles: [
        {
          globs: ['config/flags.yml', 'more/*.yml'],
          format: 'yaml',
          root: 'flags',
          environment: 'production',
          fields: { enabled: 'serve', owner: 'team' },
        },
      ],
      staleAfterDays: { release: 30, default: 60 },
      include: ['src/**'],
      exclude: ['legacy/**'],
      ticketUrl: 'https://tickets.example/{ticket}',
    });
    expect([...config.rules]).toEqual([
      ['missing-owner', 'error'],
      ['nested-flag', 'off'],
    ]);
  });

  it('describes the functions, tables and components of a project', () => {
    const { calls, bulks, components } = configOf(`{ "wrappers": [
      { "call": "getFlag", "module": "**/launchDarkly", "key": 1, "default": 2, "async": true },
      { "call": "a.resolver.isOff", "negated": true },
      { "call": "variation", "key": "0.flag.name", "result": "[0].enabled" },
      { "bulk": "useFlags()", "keys": "camelCase" },
      { "bulk": "uiConfig.flags", "keys": { "prefix": "x-" } },
      { "bulk": "gates", "keys": { "table": "./src/flags.ts#FLAGS" } },
      { "component": "Feature", "key": "flag", "negated": true },
      { "component": "On" }
    ] }`);
    expect(calls).toEqual([
      {
        name: 'getFlag',
        keys: [[1]],
        configured: true,
        module: '**/launchDarkly',
        default: 2,
        promise: true,
      },
      { name: 'isOff', receiver: 'resolver', keys: [[0]], configured: true, inverted: true },
      { name: 'variation', keys: [[0, 'flag', 'name']], configured: true, path: ['0', 'enabled'] },
    ]);
    expect(bulks).toEqual([
      { names: ['useFlags()'], keys: 'camelCase' },
      { names: ['uiConfig', 'flags'], keys: { prefix: 'x-' } },
      { names: ['gates'], keys: { table: { file: 'src/flags.ts', name: 'FLAGS' } } },
    ]);
    expect(components).toEqual([
      { name: 'Feature', attribute: 'flag', inverted: true },
      { name: 'On', attribute: 'name', inverted: false },
    ]);
  });

  it('may be YAML, with comments, and a bare off', () => {
    const config = configOf(
      '# ours\nrules:\n  nested-flag: off\nstaleAfterDays: 30\n',
      'flagwright.config.yaml',
    );
    expect([...config.rules]).toEqual([['nested-flag', 'off']]);
    expect(config.staleAfterDays).toEqual({ default: 30 });
  });

  it('may say false for off', () => {
    expect([...configOf('{ "rules": { "nested-flag": false } }').rules]).toEqual([['nested-flag', 'off']]);
  });

  it('may be empty', () => {
    expect(problemsOf('', 'flagwright.config.yaml')).toEqual([]);
    expect(problemsOf('{}')).toEqual([]);
    expect(problemsOf('null')).toEqual([]);
  });
});

describe('what is wrong with a configuration is said at its place', () => {
  it.each([
    ['{ "rule": {} }', 'rule', "'rule' is no setting of Flagwright. Did you mean 'rules'?"],
    ['{ "colours": {} }', 'colours', "'colours' is no setting of Flagwright. Known are flagFiles,"],
    [
      '{ "rules": { "nested-flags": "off" } }',
      'nested-flags',
      "'nested-flags' is no rule. Did you mean 'nested-flag'?",
    ],
    [
      '{ "rules": { "nested-flag": "loud" } }',
      '"loud"',
      "The severity of 'nested-flag' is one of off, hint,",
    ],
    ['{ "rules": { "nested-flag": 1 } }', '1', "The severity of 'nested-flag' is one of"],
    ['{ "rules": [] }', '[]', '"rules" is an object.'],
    ['{ "flagFiles": "flags.yml" }', '"flags.yml"', '"flagFiles" is a list.'],
    ['{ "flagFiles": ["flags.yml"] }', '"flags.yml"', 'A flag file is described by an object with a "glob".'],
    ['{ "flagFiles": [{ "root": "x" }] }', '{ "root": "x" }', 'A flag file needs a "glob"'],
    ['{ "flagFiles": [{ "glob": 1 }] }', '1', 'A text is expected here.'],
    ['{ "flagFiles": [{ "glob": "a", "fields": 1 }] }', '1', '"fields" maps'],
    ['{ "wrappers": [{}] }', '{}', 'A wrapper needs one of "call", "bulk" and "component".'],
    [
      '{ "wrappers": [{ "call": "f", "defualt": 1 }] }',
      'defualt',
      "'defualt' says nothing of a wrapper. Did you mean 'default'?",
    ],
    [
      '{ "wrappers": [{ "call": "f", "colour": 1 }] }',
      'colour',
      "'colour' says nothing of a wrapper. Known are call, bulk,",
    ],
    ['{ "wrappers": [{ "component": "F", "keys": {} }] }', '{}', '"keys" is "camelCase"'],
    ['{ "wrappers": ["x"] }', '"x"', 'A wrapper is an object'],
    ['{ "wrappers": [{ "call": "f", "key": -1 }] }', '-1', '"key" is the index of an argument'],
    ['{ "wrappers": [{ "call": "f", "key": "flag" }] }', '"flag"', '"key" is the index of an argument'],
    ['{ "wrappers": [{ "bulk": "f", "keys": "Pascal" }] }', '"Pascal"', '"keys" is "camelCase"'],
    [
      '{ "wrappers": [{ "bulk": "f", "keys": { "table": "x" } }] }',
      '{ "table": "x" }',
      '"keys" is "camelCase"',
    ],
    ['{ "staleAfterDays": { "releases": 3 } }', 'releases', "'releases' is no type of flag."],
    ['{ "staleAfterDays": { "release": "3" } }', '"3"', "'release' needs a number of days."],
    ['{ "staleAfterDays": { "release": -3 } }', '-3', "'release' needs a number of days."],
    ['{ "staleAfterDays": "3" }', '"3"', '"staleAfterDays" is an object.'],
    ['{ "ticketUrl": "tickets" }', '"tickets"', '"ticketUrl" begins with https://'],
    ['{ "exclude": { "a": 1 } }', '{ "a": 1 }', 'A text is expected here.'],
    ['[]', '[]', 'The configuration must be an object'],
    ['"rules"', '"rules"', 'The configuration must be an object'],
  ])('%s', (text, place, message) => {
    const found = problemsOf(text);
    expect(found).toEqual([[place, expect.stringContaining(message)]]);
  });

  it('and the rest of it counts', () => {
    const text =
      '{ "rules": { "nested-flag": "loud", "stale-flag": "off" }, "exclude": [1, "a/**"], "nope": 1 }';
    const { config, problems } = readConfig('flagwright.config.json', text);
    expect([...config.rules]).toEqual([['stale-flag', 'off']]);
    expect(config.exclude).toEqual(['a/**']);
    expect(problems).toHaveLength(3);
  });

  it('also where its syntax is broken', () => {
    const { config, problems } = readConfig(
      'flagwright.config.json',
      '{ "rules": { "stale-flag": "off" }, "exc',
    );
    expect([...config.rules]).toEqual([['stale-flag', 'off']]);
    expect(problems.length).toBeGreaterThan(0);
  });
});

describe('in a workspace', () => {
  const source = ['src/app.ts', "flags.isEnabled('a');"] as const;

  it('the JSON configuration comes before the YAML one', async () => {
    const files = new Map([
      ['flagwright.config.yaml', 'rules: { stale-flag: off }'],
      ['flagwright.config.json', '{ "rules": { "nested-flag": "off" } }'],
    ]);
    const snapshot = (await workspaceOf(files)).snapshot();
    expect(snapshot.config.file).toBe('flagwright.config.json');
    expect([...snapshot.config.rules.keys()]).toEqual(['nested-flag']);
    files.delete('flagwright.config.json');
    expect((await workspaceOf(files)).snapshot().config.file).toBe('flagwright.config.yaml');
  });

  it('the configured globs replace the names by which flag files are found', async () => {
    const files: [string, string][] = [
      ['flags.yaml', 'flags:\n  a: true\n'],
      ['config/toggles.yml', 'app:\n  toggles:\n    b: { serve: true }\n'],
      [
        'flagwright.config.json',
        '{ "flagFiles": [{ "glob": "config/*.yml", "root": "app.toggles", "fields": { "enabled": "serve" } }] }',
      ],
      source,
    ].map(([path, text]) => [path!, text!]);
    const snapshot = (await workspaceOf(files)).snapshot();
    expect(snapshot.keys()).toEqual(['b']);
    expect(snapshot.flag('b')!.state.kind).toBe('on');
    expect(snapshot.isFlagFile('flags.yaml')).toBe(false);
  });

  it('the default names are found in any folder, hidden ones too', async () => {
    const names = [
      'flags.yaml',
      'a/feature_flags.yml',
      'a/b/feature-flags.json',
      'flags.production.yaml',
      '.config/flags.json',
    ];
    const files = names.map((name, index): [string, string] => [
      name,
      name.endsWith('.json') ? `{ "flags": { "k${index}": true } }` : `flags:\n  k${index}: true\n`,
    ]);
    const snapshot = (await workspaceOf([...files, ['my-flags.yaml', 'flags:\n  no: true\n']])).snapshot();
    expect([...snapshot.keys()].sort()).toEqual(['k0', 'k1', 'k2', 'k3', 'k4']);
  });

  it('`include` and `exclude` bound what is scanned', async () => {
    const files: [string, string][] = [
      ['flagwright.config.json', '{ "include": ["src/**"], "exclude": ["src/legacy/**"] }'],
      ['flags.yaml', 'flags:\n  a: true\n'],
      ['src/app.ts', "flags.isEnabled('a');"],
      ['src/legacy/old.ts', "flags.isEnabled('a');"],
      ['other/app.ts', "flags.isEnabled('a');"],
    ];
    const snapshot = (await workspaceOf(files)).snapshot();
    expect(snapshot.readsOf('a').map(({ file }) => file)).toEqual(['src/app.ts']);
    expect(snapshot.sourceCount).toBe(1);
  });
});
