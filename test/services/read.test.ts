/** A snapshot in the editor: what its card says, where it leads, and what is left to the service. */
import { expect, test } from 'vitest';
import { flagCard } from '../../server/src/features/card';
import { renderPlainText } from '../../server/src/features/hover';
import { prepareRename } from '../../server/src/features/rename';
import { switchActions } from '../../server/src/features/switching';
import { planFromWorkspace } from '../../server/src/removal/from-workspace';
import { lifeOf } from '../../server/src/workspace/life';
import { openFixture } from '../support/workspace';

const SNAPSHOT = (environment = 'production') => `{
  "$pulled": {
    "service": "unleash", "url": "https://unleash.example.com", "project": "shop", "environment": "${environment}",
    "flagUrl": "https://unleash.example.com/projects/shop/features/{flag}"
  },
  "version": 2,
  "features": [
    {
      "name": "new-nav", "type": "release", "description": "The new navigation", "project": "shop",
      "createdAt": "2026-05-01", "createdBy": "Ann", "lastSeenAt": "2026-06-13", "stale": true,
      "tags": ["simple:q4", "team:web"], "enabled": true, "strategies": []
    }
  ],
  "archived": [
    { "name": "old-nav", "type": "kill-switch", "project": "shop", "createdAt": "2025-05-01", "archivedAt": "2026-06-01" }
  ]
}`;

const CODE = `import { initialize } from 'unleash-client';
const unleash = initialize({ url: '', appName: '' });
if (unleash.isEnabled('new-nav$0')) console.log(1);
if (unleash.isEnabled('old-nav')) console.log(2);
`;

const open = (more = '') => openFixture(`//- flags.unleash.json\n${SNAPSHOT()}\n//- app.ts\n${CODE}${more}`);

test('the card says what the service knows, and leads to it', async () => {
  const { snapshot } = await open();
  const card = renderPlainText(await flagCard(snapshot, snapshot.flag('new-nav')!));
  expect(card).toContain('Owner: web');
  expect(card).toContain('Tags: simple:q4, team:web');
  expect(card).toMatch(/Last evaluated 2026-06-13, .* ago/);
  expect(card).toContain('Stale. It is marked for removal in its service.');
  expect(card).toContain('Open in Unleash (https://unleash.example.com/projects/shop/features/new-nav)');
  const archived = renderPlainText(await flagCard(snapshot, snapshot.flag('old-nav')!));
  expect(archived).toContain("old-nav is archived, so the code's default applies");
});

test('a template of the team goes before the snapshot, and leads nowhere where it asks for what is not known', async () => {
  const config = (template: string) =>
    `//- flagwright.config.json\n{ "flagUrls": { "unleash": "${template}" } }\n`;
  const linkWith = async (template: string) => {
    const { snapshot } = await open(config(template));
    const card = renderPlainText(await flagCard(snapshot, snapshot.flag('new-nav')!));
    return /Open in Unleash \((.*)\)/.exec(card)?.[1];
  };
  expect(await linkWith('{url}/p/{project}/{environment}?f={flag}')).toBe(
    'https://unleash.example.com/p/shop/production?f=new-nav',
  );
  expect(await linkWith('https://x.example/{id}')).toBeUndefined();
});

test('files that people write get a link by the template of their format', async () => {
  const { snapshot } = await openFixture(`//- flags.json
{ "flags": { "a/b": { "on": true, "variations": [true, false], "fallthrough": { "variation": 0 } } } }
//- flagwright.config.json
{ "flagUrls": { "launchdarkly": "https://app.launchdarkly.com/projects/shop/flags/{flag}" } }
`);
  const card = renderPlainText(await flagCard(snapshot, snapshot.flag('a/b')!));
  expect(card).toContain('Open in LaunchDarkly (https://app.launchdarkly.com/projects/shop/flags/a%2Fb)');
});

const linkOf = async (files: string, key: string): Promise<string | undefined> => {
  const { snapshot } = await openFixture(files);
  const card = renderPlainText(await flagCard(snapshot, snapshot.flag(key)!));
  return /Open in (.*)/.exec(card)?.[1];
};
const pulled = (service: string, flagUrl: string, document: object, more: object = {}) => {
  const mark = {
    service,
    url: 'https://flags.example.com',
    project: 'my shop',
    environment: 'a/b',
    flagUrl,
    ...more,
  };
  return `//- flags.${service}.json\n${JSON.stringify({ $pulled: mark, ...document })}\n`;
};

test.each([
  [
    'LaunchDarkly (https://flags.example.com/projects/p/flags/nav/targeting?env=e)',
    pulled('launchdarkly', 'https://flags.example.com/projects/p/flags/{flag}/targeting?env=e', {
      flags: { nav: { on: true, variations: [true], fallthrough: { variation: 0 } } },
    }),
  ],
  [
    'Flagsmith (https://flags.example.com/project/1/environment/k/features?feature=17)',
    pulled('flagsmith', 'https://flags.example.com/project/1/environment/k/features?feature={id}', {
      feature_states: [{ enabled: true, feature: { id: 17, name: 'nav' } }],
    }),
  ],
  [
    'Split (https://app.split.io/org/ORG/ws/my%20shop/splits/u-1/env/a%2Fb)',
    `//- flagwright.config.json
{ "flagUrls": { "split": "https://app.split.io/org/ORG/ws/{project}/splits/{id}/env/{environment}" } }
${pulled('split', '', { objects: [{ name: 'nav', id: 'u-1', killed: false, treatments: [{ name: 'on' }], defaultTreatment: 'on', rules: [], defaultRule: [{ treatment: 'on', size: 100 }] }] })}`,
  ],
  [
    'GrowthBook (https://gb.example.com/features/nav)',
    `//- flagwright.config.json
{ "flagUrls": { "growthbook": "https://gb.example.com/features/{flag}" } }
//- flags.json
{ "features": { "nav": { "defaultValue": true } } }
`,
  ],
])('leads to %s', async (link, files) => expect(await linkOf(files, 'nav')).toBe(link));

test.each([
  ['a/../b', 'a%2F..%2Fb'],
  ['x?y=1#z&w', 'x%3Fy%3D1%23z%26w'],
  ['a](command:evil) [', 'a%5D%28command%3Aevil%29%20%5B'],
  ['<img src=x onerror="1">', '%3Cimg%20src%3Dx%20onerror%3D%221%22%3E'],
  ['{project}{url}', '%7Bproject%7D%7Burl%7D'],
  ['line\nbreak', 'line%0Abreak'],
  ['half \ud83d', 'half%20%EF%BF%BD'],
])('the key %j stays a part of the address', async (key, part) => {
  const files = pulled('unleash', '{url}/projects/{project}/features/{flag}', {
    version: 2,
    features: [{ name: key, enabled: true, strategies: [] }],
  });
  expect(await linkOf(files, key)).toBe(
    `Unleash (https://flags.example.com/projects/my%20shop/features/${part})`,
  );
});

test.each(['javascript:alert(1)//{flag}', 'command:evil?{flag}', 'file:///etc/{flag}', '{flag}'])(
  'an address such as %s is none',
  async (template) => {
    const file = { version: 2, features: [{ name: 'nav', enabled: true, strategies: [] }] };
    expect(await linkOf(pulled('unleash', template, file), 'nav')).toBeUndefined();
  },
);

test('two environments are one flag, with its state in each', async () => {
  const staging = SNAPSHOT('staging').replace('"enabled": true', '"enabled": false');
  const { snapshot } = await open(`//- flags.unleash.staging.json\n${staging}\n`);
  const flag = snapshot.flag('new-nav')!;
  expect(flag.declarations.map(({ environment }) => environment).sort()).toEqual(['production', 'staging']);
  expect(flag.state.kind).toBe('partial');
});

test('what people have decided there goes before types and dates', async () => {
  const { snapshot } = await open();
  expect(lifeOf(snapshot, snapshot.flag('new-nav')!).staleness.stale).toBe(true);
  // A kill switch is never stale; an archived one is over.
  const old = lifeOf(snapshot, snapshot.flag('old-nav')!);
  expect(old.stage).toMatchObject({ number: 6, name: 'settled' });
  expect(old.staleness.why).toBe("It is archived in its service, so the code's default applies.");
});

test('an archived flag that nothing reads is done', async () => {
  const { snapshot } = await openFixture(`//- flags.unleash.json\n${SNAPSHOT()}\n//- app.ts\nexport {};\n`);
  const life = lifeOf(snapshot, snapshot.flag('old-nav')!);
  expect(life.stage).toMatchObject({ number: 8, next: 'Nothing is left to do.' });
  expect(life.staleness.stale).toBe(false);
});

test('the flag is switched and renamed in its service', async () => {
  const { snapshot, file, offset, textOf } = await open();
  const [action] = switchActions(snapshot, snapshot.flag('new-nav')!, 'app.ts');
  expect(action!.change).toMatchObject({
    kind: 'refusal',
    reason: 'flags.unleash.json was pulled from Unleash: change the flag there, and pull again.',
  });
  const target = prepareRename(snapshot, file, offset - 1, (name) => textOf(name));
  expect(target?.refusal).toContain('there a new name is a new flag');
});

test('a removal takes the entry, and says what is to do in the service', async () => {
  const { workspace } = await open();
  const plan = await planFromWorkspace(workspace, {
    flag: 'new-nav',
    keep: true,
    scope: { kind: 'everywhere' },
  });
  expect(plan.files.map(({ file }) => file).sort()).toEqual(['app.ts', 'flags.unleash.json']);
  expect(plan.notes.map(({ message }) => message)).toEqual([
    expect.stringContaining('archive the flag there as soon as no version that runs asks for it'),
  ]);
});
