import { describe, expect, it } from 'vitest';
import { createFlag, flagForm, problemOfKey } from '../../server/src/features/create-flag';
import { applyEdits } from '../../server/src/text/edits';
import { parseFixture } from '../support/fixture';
import { openFixture } from '../support/workspace';

const PROJECT = `
  //- config/flags.yaml
  flags:
    new_checkout:
      enabled: true
      percentage: 10
      owner: payments
      created: 2026-01-01
    dark_mode: { enabled: true, owner: design }
    gift_wrap: { enabled: true, owner: payments }
    search_v2: { enabled: true, owner: payments }
  //- src/flags.ts
  export function isEnabled(key: string): boolean { return table.has(key); }
  //- src/old.ts
  import { isEnabled } from './flags';
  if (isEnabled('new_checkout')) a();
  if (isEnabled('dark_mode')) a();
`;

/** The file with the selection after the statements in it were put behind a new flag, or what stands against it. */
async function wrapped(source: string, project = PROJECT): Promise<string> {
  const fixture = parseFixture(project.trimEnd().concat('\n', source.replace(/^\n/, '')));
  const { snapshot } = await openFixture(project.trimEnd().concat('\n', source.replace(/\$<|\$>/g, '')));
  const { file, start, end } = fixture.selection!;
  const textOf = (path: string): string | undefined => fixture.files.get(path);
  const creation = createFlag(
    snapshot,
    { key: 'one_click', file: 'config/flags.yaml', wrap: { file, span: { start, end } } },
    textOf,
  );
  if ('refusal' in creation) return creation.refusal;
  const edits = creation.edits.find((one) => one.file === file)?.edits;
  return edits ? applyEdits(textOf(file)!, edits) : creation.message;
}

describe('a new flag', () => {
  it('has an entry in the style of its file, off, with an expiry that its type has', async () => {
    const { snapshot, textOf } = await openFixture(PROJECT);
    const creation = createFlag(
      snapshot,
      { key: 'one_click', file: 'config/flags.yaml', type: 'experiment', owner: 'growth' },
      textOf,
    );
    expect(creation).toMatchObject({
      message:
        "Flag 'one_click' was added to config/flags.yaml. It is off for everyone until you turn it on.",
    });
    const edits = 'edits' in creation ? creation.edits[0]!.edits : [];
    expect(applyEdits(textOf('config/flags.yaml'), edits)).toContain(
      'one_click: { enabled: false, owner: growth, created: 2026-11-23, expires: 2026-12-23, type: experiment }',
    );
  });

  it('is checked against what there is, and against how the project names its flags', async () => {
    const { snapshot } = await openFixture(PROJECT);
    expect(problemOfKey(snapshot, 'one_click')).toBeUndefined();
    expect(problemOfKey(snapshot, '')?.problem).toBe('A flag needs a name.');
    expect(problemOfKey(snapshot, 'dark_mode')?.problem).toBe(
      "There is a flag 'dark_mode' already, in config/flags.yaml.",
    );
    expect(problemOfKey(snapshot, 'oneClick')).toEqual({
      problem: "The flags of this project are named in snake_case: 'one_click'.",
      suggestion: 'one_click',
    });
  });

  it('is asked for with the owners that are likely', async () => {
    const { snapshot, textOf } = await openFixture(PROJECT);
    const people = { owners: ['@shop/design'], user: 'Ana' };
    const form = flagForm(snapshot, 'src/old.ts', people, textOf);
    expect(form.owners).toEqual(['design', 'Ana', 'payments']);
    expect(form.style).toBe('snake_case');
    expect(form.files).toEqual([{ path: 'config/flags.yaml', asksForMore: true }]);
    expect(form.types[0]).toEqual({ type: 'release', days: 90, expires: '2027-02-21' });
  });

  it('makes a flag file where there is none', async () => {
    const { snapshot, textOf } = await openFixture(`
      //- src/app.ts
      run();
    `);
    const form = flagForm(snapshot, undefined, { owners: [] }, textOf);
    expect(form.files).toEqual([{ path: 'feature_flags.yaml', asksForMore: true }]);
    const creation = createFlag(snapshot, { key: 'first', file: 'feature_flags.yaml' }, () => undefined);
    expect(creation).toMatchObject({
      edits: [
        { file: 'feature_flags.yaml', isNew: true, edits: [{ newText: expect.stringContaining('first:') }] },
      ],
    });
  });
});

describe('statements put behind a new flag', () => {
  it('are read as the project reads its flags, with the import that this needs', async () => {
    expect(
      await wrapped(`
  //- src/views/cart.ts
  import { a } from '../a';

  export function cart() {
    const x = 1;
    $<pay(x);
    done();$>
    return x;
  }
`),
    ).toBe(`import { a } from '../a';
import { isEnabled } from '../flags';

export function cart() {
  const x = 1;
  if (isEnabled('one_click')) {
    pay(x);
    done();
  }
  return x;
}
`);
  });

  it('are whole statements, however little of them is selected; texts between backticks keep their lines', async () => {
    expect(
      await wrapped(`
  //- src/b.ts
  import { isEnabled } from './flags';
  function f() {
    say($<\`a
  b\`);
    t$>wo();
  }
`),
    ).toBe(`import { isEnabled } from './flags';
function f() {
  if (isEnabled('one_click')) {
    say(\`a
b\`);
    two();
  }
}
`);
  });

  it('stay where what they declare is used by what follows, and where they are imports', async () => {
    expect(await wrapped('\n  //- src/b.ts\n  $<const a = 1;$>\n  use(a);\n')).toContain(
      "The code was left as it is. The selection declares 'a', which the code around it uses.",
    );
    expect(await wrapped("\n  //- src/b.ts\n  $<import a from 'a';$>\n")).toContain(
      'Imports and exports cannot stand under a condition.',
    );
  });

  it('are read with arguments that are known there, and by a hook where hooks may be called', async () => {
    const project = `
  //- config/flags.yaml
  flags: { new_checkout: true, dark_mode: true }
  //- src/flags.ts
  export const client = createClient();
  //- src/old.ts
  import { client } from './flags';
  export const f = (user: User) => client.isEnabled('new_checkout', { user });
  //- src/Page.tsx
  import { useFlag } from './hooks';
  export function Page() { const dark = useFlag('dark_mode'); return dark; }
`;
    expect(
      await wrapped('\n  //- src/b.ts\n  function f(user: User) {\n    $<run();$>\n  }\n', project),
    ).toContain("  if (client.isEnabled('one_click', { user })) {\n");
    expect(
      await wrapped(
        '\n  //- src/B.tsx\n  export function B() {\n    const a = 1;\n    $<run();$>\n  }\n',
        project,
      ),
    ).toBe(`import { useFlag } from './hooks';

export function B() {
  const oneClick = useFlag('one_click');
  const a = 1;
  if (oneClick) {
    run();
  }
}
`);
  });
});

describe('elements put behind a new flag', () => {
  const JSX = `
  //- config/flags.yaml
  flags: { new_checkout: true, dark_mode: true }
  //- src/flags.ts
  export function isEnabled(key: string): boolean { return table.has(key); }
  //- src/old.ts
  import { isEnabled } from './flags';
  if (isEnabled('new_checkout')) a();
`;
  const page = (children: string) => `import { isEnabled } from './flags';
export function Page() {
  return (
    <main>
      ${children}
    </main>
  );
}
`;
  const inPage = (children: string) =>
    wrapped(`\n  //- src/Page.tsx\n${page(children).replace(/^(?=.)/gm, '  ')}`, JSX);

  it('stay where they are, with the condition before them', async () => {
    expect(await inPage('$<<Banner />$>')).toBe(page("{isEnabled('one_click') && <Banner />}"));
    expect(await inPage('<b>a</b> <Ban$<n$>er on />, <i>b</i>')).toBe(
      page("<b>a</b> {isEnabled('one_click') && <Banner on />}, <i>b</i>"),
    );
  });

  it('keep their lines', async () => {
    expect(await inPage('$<<Banner\n        text={`a\n  b`}\n      />$>')).toBe(
      page("{isEnabled('one_click') && (\n        <Banner\n          text={`a\n  b`}\n        />\n      )}"),
    );
  });

  it('have a fragment around them where they are several, or a text, or code', async () => {
    expect(await inPage('<A $</>\n      <B$> />\n      <C />')).toBe(
      page(
        "{isEnabled('one_click') && (\n        <>\n          <A />\n          <B />\n        </>\n      )}\n      <C />",
      ),
    );
    expect(await inPage('<b>$<Good night$></b>')).toBe(
      page("<b>{isEnabled('one_click') && <>Good night</>}</b>"),
    );
    expect(await inPage('$<{children}$>')).toBe(page("{isEnabled('one_click') && <>{children}</>}"));
  });

  it('are none where a function between braces holds what is selected', async () => {
    const list = (body: string) => `{list.map((one) => {\n        ${body}\n        return <i />;\n      })}`;
    expect(await inPage(list('$<log(one);$>'))).toBe(
      page(list("if (isEnabled('one_click')) {\n          log(one);\n        }")),
    );
  });

  it('ask by a hook at the top of the component, with what is known there', async () => {
    const project = `
  //- config/flags.yaml
  flags: { new_checkout: true, dark_mode: true }
  //- src/Old.tsx
  import { useFlag } from './hooks';
  export function Old({ user }: Props) { const dark = useFlag('dark_mode', user); return dark; }
`;
    const component = (first: string, parameter: string) => `
  //- src/B.tsx
  import { useFlag } from './hooks';
  export function B(${parameter}) {
    ${first}
    return <p>$<<Banner />$></p>;
  }
`;
    expect(await wrapped(component('const a = 1;', '{ user }: Props'), project)).toContain(
      "  const oneClick = useFlag('one_click', user);\n  const a = 1;\n  return <p>{oneClick && <Banner />}</p>;",
    );
    // Known only further down.
    expect(await wrapped(component('const user = currentUser();', ''), project)).toContain(
      'The code was left as it is.',
    );
  });
});
