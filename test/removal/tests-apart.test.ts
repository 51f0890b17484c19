import { describe, expect, it, test } from 'vitest';
import { removeWhole } from '../support/whole-removal';

const remove = (source: string): Promise<string> =>
  removeWhole(source, { flag: 'new-ui', hidden: ['src/page.tsx'] });

const PAGE = `
    //- flags.yaml
    flags:
      new-ui: { enabled: true }
      other-ui: { enabled: true, percentage: 50 }
    //- src/page.tsx
    import { useFlags } from 'launchdarkly-react-client-sdk';
    export function Page() {
      const { newUi } = useFlags();
      return newUi ? <New /> : <Old />;
    }`;

describe('a flag that code asks for in another form than its key', () => {
  it('leaves types, tables and mocks, where they write it in that form', async () => {
    expect(
      await remove(`${PAGE}
    //- src/flags.ts
    export interface Flags {
      newUi: boolean;
      otherUi: boolean;
    }
    //- src/page.test.tsx
    import { mockFlags } from 'jest-launchdarkly-mock';
    import { useFlags } from 'launchdarkly-react-client-sdk';
    it('is new', () => {
      mockFlags({ newUi: true, otherUi: true });
      vi.mocked(useFlags).mockReturnValue({ newUi: true, otherUi: false });
      check(<Page />);
    });
    it('is old', () => {
      mockFlags({ newUi: false });
      check(<Page />);
    });
    it('is old, too', () => {
      vi.mocked(useFlags).mockReturnValue({ newUi: false });
      check(<Page />);
    });`),
    ).toBe(`//- src/flags.ts
export interface Flags {
  otherUi: boolean;
}
//- src/page.test.tsx
import { mockFlags } from 'jest-launchdarkly-mock';
import { useFlags } from 'launchdarkly-react-client-sdk';
it('is new', () => {
  mockFlags({ otherUi: true });
  vi.mocked(useFlags).mockReturnValue({ otherUi: false });
  check(<Page />);
});`);
  });

  it('stays declared where code still asks by that form', async () => {
    const text = await remove(`${PAGE}
    //- src/flags.ts
    export interface Flags {
      newUi: boolean;
      otherUi: boolean;
    }
    //- src/elsewhere.ts
    export const isNew = (given: Flags) => given.newUi;`);
    expect(text).toBe('src/flags.ts: Its declaration stays. src/elsewhere.ts still names it.');
  });

  it('is another flag where two keys have that form', async () => {
    const text = await remove(`${PAGE.replace('other-ui', 'new_ui')}
    //- src/flags.ts
    export interface Flags {
      newUi: boolean;
    }`);
    expect(text).not.toContain('//- src/flags.ts');
  });
});

describe('what a test hands to a function of its own that is named for flags', () => {
  it('is a setting', async () => {
    expect(
      await remove(`${PAGE}
    //- src/page.test.tsx
    mockLDFlags.setDefault({ newUi: false, otherUi: true });
    describe('page', () => {
      it('is new', () => {
        mockLDFlags.set({ newUi: true });
        check(<Page />);
      });
      it('is old', () => {
        mockLDFlags.set({ newUi: false });
        check(<Page />);
      });
    });`),
    ).toBe(`//- src/page.test.tsx
mockLDFlags.setDefault({ otherUi: true });
describe('page', () => {
  it('is new', () => {
    mockLDFlags.set({});
    check(<Page />);
  });
});
src/page.test.tsx: The tests of this file ran with the other value of the flag. Those of what is gone fail now, and can go.`);
  });

  it('sets up the group in which it stands in the open; not one in which a test sets the kept value', async () => {
    const text = await remove(`${PAGE}
    //- src/page.test.tsx
    describe('new', () => {
      it('is new', () => check(<Page />));
    });
    describe('old', () => {
      setFlags({ newUi: false });
      it('is old', () => check(<Page />));
    });
    describe('both', () => {
      beforeEach(() => setFlags({ newUi: false }));
      it('is new', () => {
        setFlags({ newUi: true });
        check(<Page />);
      });
      it('is old, too', () => check(<Page />));
    });`);
    expect(text).toContain(`//- src/page.test.tsx
describe('new', () => {
  it('is new', () => check(<Page />));
});
describe('both', () => {
  beforeEach(() => setFlags({}));
  it('is new', () => {
    setFlags({});
    check(<Page />);
  });
  it('is old, too', () => check(<Page />));
});`);
  });

  it('is none in a function that a test calls when it likes', async () => {
    const text = await remove(`${PAGE}
    //- src/page.test.tsx
    describe('page', () => {
      const setUp = () => {
        setFlags({ newUi: false });
      };
      it('is old', () => {
        setUp();
        check(<Page />);
      });
    });
    describe('other', () => {
      it('is there', () => check(<Page />));
    });`);
    expect(text).not.toContain('//- src/page.test.tsx');
    expect(text).toContain('Tests run with its other value here.');
  });
});

describe('where the program goes on bearing the name', () => {
  const TEST = `
    //- src/page.test.tsx
    import { Page } from './page';
    it('is new', () => {
      setFlags({ newUi: true });
      check(<Page />);
    });
    it('is old', () => {
      setFlags({ newUi: false });
      check(<Page />);
    });`;
  const CUT = `//- src/page.test.tsx
import { Page } from './page';
it('is new', () => {
  setFlags({});
  check(<Page />);
});`;
  const tracked = (asking: string): string =>
    `${PAGE.replace('return', 'track({ newUi });\n      return').replace(
      'export function',
      "import { track } from './track';\n    export function",
    )}
    //- src/track.ts
    ${asking}`;

  test('tests no longer set the flag if nothing asks by it', async () => {
    expect(await remove(tracked('export const track = (data: object) => send(data);') + TEST)).toBe(CUT);
  });

  test('they do where a test reaches code that may ask by it', async () => {
    expect(
      await remove(tracked('export const track = (data: any) => send(JSON.parse(data).newUi);') + TEST),
    ).toBe(
      'src/page.test.tsx: This test still sets the flag: src/track.ts may ask for it by that name.\n' +
        'src/page.test.tsx: Its declaration stays. src/page.tsx still names it. Its other declarations stay as well.',
    );
  });

  test('they do not where only others than the test reach such code', async () => {
    const server = `
    //- server/handler.ts
    export const handle = (body: any) => (body.newUi ? 1 : 2);`;
    expect(await remove(tracked('export const track = (data: object) => send(data);') + server + TEST)).toBe(
      CUT,
    );
  });

  test('they do where a type of the program declares it', async () => {
    const flags = `
    //- src/flags.ts
    export interface Flags {
      newUi: boolean;
      otherUi: boolean;
    }`;
    const text = await remove(tracked('export const track = (data: object) => send(data);') + flags + TEST);
    expect(text).not.toContain('//- src/page.test.tsx');
    expect(text).toContain('Its declaration stays.');
  });
});
