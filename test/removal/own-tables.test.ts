import { describe, expect, it, test } from 'vitest';
import { removeWhole } from '../support/whole-removal';

/** Of a table that the configuration names. */
const remove = (source: string, keep?: string | number): Promise<string> =>
  removeWhole(
    `
    //- flagwright.config.json
    { "wrappers": [{ "bulk": "config" }, { "bulk": "process.env" }] }${source}`,
    {
      flag: 'newUi',
      ...(keep !== undefined && { keep }),
    },
  );

const PAGE = `
    //- src/page.ts
    import config from './config';
    if (config.newUi) a();
    listen(config.port);`;

const LEFT_PAGE = `//- src/page.ts
import config from './config';
a();
listen(config.port);`;

describe('the table that reads take the flag out of', () => {
  it('no longer has it, be it about other things as well', async () => {
    expect(
      await remove(`${PAGE}
    //- src/config.ts
    export default {
      port: 80,
      newUi: env('NEW_UI', false), // until May
    };`),
    ).toBe(`//- src/config.ts
export default {
  port: 80,
};
//- src/page.ts
import config from './config';
a();
listen(config.port);`);
  });

  it('nor has its type', async () => {
    expect(
      await remove(`${PAGE}
    //- src/config.ts
    interface Config {
      port: number;
      newUi: boolean;
    }
    const config: Config = { port: 80, newUi: env('NEW_UI') };
    export default config;`),
    ).toBe(`//- src/config.ts
interface Config {
  port: number;
}
const config: Config = { port: 80 };
export default config;
//- src/page.ts
import config from './config';
a();
listen(config.port);`);
  });

  test.each([
    [
      'its type is of elsewhere',
      "import type { Config } from 'lib';\nexport default { newUi: env('X') } satisfies Config;",
    ],
    ['it is put together elsewhere', "export default make({ newUi: env('X') });"],
  ])('has it still where %s', async (_, table) => {
    expect(await remove(`${PAGE}\n//- src/config.ts\n${table}`)).toBe(LEFT_PAGE);
  });

  it('has it still where its value may have an effect', async () => {
    expect(await remove(`${PAGE}\n//- src/config.ts\nexport default { newUi: env.read(next()) };`)).toBe(
      `${LEFT_PAGE}\nsrc/config.ts: Its declaration stays. Its value may have an effect.`,
    );
  });
});

describe('what a table has for the flag is how the flag is declared', () => {
  const asked = (value: string, page: string): Promise<string> =>
    removeWhole(
      `
    //- src/config.js
    export const features = {
      dark: process.env.DARK || has('dark'),
      NEW_UI: ${value},
    };
    //- src/page.js
    import { features } from './config';
    ${page}`,
      { flag: 'NEW_UI' },
    );
  const CONFIG = `//- src/config.js
export const features = {
  dark: process.env.DARK || has('dark'),
};
//- src/page.js
import { features } from './config';`;

  it.each([
    ["process.env.NEW_UI || hasFeatureFlagEnabled('NEW_UI')"],
    ["hasFeatureFlagEnabled('NEW_UI')"],
    ['process.env.NEW_UI'],
  ])('whatever it asks there: %s', async (value) => {
    const page = 'if (features.NEW_UI) a();\n    if (features.dark) b();';
    expect(await asked(value, page)).toBe(`${CONFIG}\na();\nif (features.dark) b();`);
  });

  it('where it is taken apart as well', async () => {
    const page = 'const { dark, NEW_UI: isNew } = features;\n    if (isNew) a(dark);';
    expect(await asked("hasFeatureFlagEnabled('NEW_UI')", page)).toBe(
      `${CONFIG}\nconst { dark } = features;\na(dark);`,
    );
  });

  it('with what sets its variable in files of settings', async () => {
    const more = '\n    //- .env.development\n    PORT=80\n    NEW_UI=true\n';
    expect(
      await asked("process.env.NEW_UI || has('NEW_UI')", `if (features.NEW_UI) a(features.dark);${more}`),
    ).toBe(`//- .env.development\nPORT=80\n${CONFIG}\na(features.dark);`);
  });

  it('so that a test which comes to the table alone is about something else', async () => {
    const page = `if (features.NEW_UI) a(features.dark);
    //- src/card.js
    import { features } from './config';
    export const card = () => (features.dark ? 1 : 2);
    //- src/card.test.js
    import { features } from './config';
    import { card } from './card';
    it('is one', () => {
      features.NEW_UI = false;
      features.dark = true;
      expect(card()).toBe(1);
    });
    //- src/page.test.js
    import { features } from './config';
    import './page';
    it('is old', () => {
      features.NEW_UI = false;
      expect(seen).toBe(1);
    });
    it('is new', () => expect(seen).toBe(2));
    //- src/config.test.js
    import { features } from './config';
    it('is off', () => {
      features.NEW_UI = false;
      expect(features.dark).toBe(1);
    });
    it('is dark', () => expect(features.dark).toBe(2));`;
    const text = await asked("hasFeatureFlagEnabled('NEW_UI')", page);
    expect(text).toContain('features.dark = true;\n  expect(card()).toBe(1);');
    expect(text).not.toContain('is old');
    expect(text).not.toContain('is off');
  });

  it('but not where another file names it', async () => {
    const more = '\n    //- scripts/start.sh\n    export NEW_UI=true\n';
    const text = await asked(
      "process.env.NEW_UI || has('NEW_UI')",
      `if (features.NEW_UI) a(features.dark);${more}`,
    );
    expect(text).toContain('src/config.js: Its declaration stays. scripts/start.sh names it.');
  });

  it('but not what is asked elsewhere', async () => {
    const page = "if (features.NEW_UI) a(features.dark);\n    if (hasFeatureFlagEnabled('NEW_UI')) b();";
    expect(await asked("hasFeatureFlagEnabled('NEW_UI')", page)).toBe(`//- src/page.js
import { features } from './config';
a(features.dark);
if (hasFeatureFlagEnabled('NEW_UI')) b();
src/page.js! This is likely a read of the flag, but only its name says so.`);
  });
});

describe('a file that holds no code of ours and names the flag', () => {
  const OUTSIDE = `
    //- infra/main.tf
    variable "newUi" {}`;
  const LEFT = 'infra/main.tf! The key is mentioned here, in a file whose code is not analysed.';

  it('keeps its declarations: it may ask for them over a wire', async () => {
    expect(
      await remove(`${PAGE}${OUTSIDE}
    //- src/config.ts
    export default { newUi: env('NEW_UI') };`),
    ).toBe(`${LEFT_PAGE}\nsrc/config.ts: Its declaration stays. infra/main.tf names it.\n${LEFT}`);
  });

  it('keeps no test that sets it', async () => {
    expect(
      await remove(
        `
    //- src/page.ts
    if (process.env.newUi === '1') a();${OUTSIDE}
    //- src/page.test.ts
    import './page';
    it('is new', () => {
      setFlags({ newUi: true });
      check();
    });`,
        '1',
      ),
    ).toBe(`//- src/page.test.ts
import './page';
it('is new', () => {
  setFlags({});
  check();
});
//- src/page.ts
a();
${LEFT}`);
  });
});

test('a value of another kind than the code asks for is not kept', async () => {
  const other =
    'src/page.ts! The flag is compared with a text or a number here, and what is kept is of another kind. Keep such a value, as in --keep \'"blue"\' or --keep 3.';
  const page = "\n//- src/page.ts\nif (process.env.newUi === '1') a();";
  expect(await remove(page)).toBe(other);
  expect(await remove(page, 1)).toBe(other);
  expect(await remove(page, '1')).toBe('//- src/page.ts\na();');
});

describe('a member that says yes or no, of a table named for flags', () => {
  const asked = (flags: string, page: string, keep = true): Promise<string> =>
    removeWhole(`//- src/config.ts\n${flags}\n//- src/page.ts\n${page}`, { flag: 'newUi', keep });
  const FEATURES = (value: string): string => `export default {
  port: 80,
  features: {
    wide: size(),
    newUi: ${value},
  },
};`;
  const PAGE =
    "import config from './config';\nif (config.features.newUi) a();\nelse b(config.features.wide);";
  const LEFT = `//- src/config.ts
export default {
  port: 80,
  features: {
    wide: size(),
  },
};
//- src/page.ts
import config from './config';
a();`;

  it.each([['true'], ["get('NEW_UI', 'false') === 'true'"], ['Boolean(process.env.NEW_UI)'], ['!isOld']])(
    'is the flag: %s',
    async (value) => {
      const more = '\nc(config.features.wide);';
      expect(await asked(FEATURES(value), PAGE + more)).toBe(`${LEFT}${more}`);
    },
  );

  it('is the flag where it is kept off, too', async () => {
    expect(await asked(FEATURES('false'), PAGE, false)).toBe(
      LEFT.replace('a();', 'b(config.features.wide);'),
    );
  });

  const CLASS = (getter: string): string => `class TestFlags {
  get old() {
    return size > 3;
  }
  ${getter}
}
export const testFlags = new TestFlags();`;
  const TAKEN =
    "import { testFlags } from './config';\nconst { newUi, old } = testFlags;\nif (newUi) a(old);";

  it.each([['get newUi() { return true; }'], ['get newUi() { return !!this.query.ui; }']])(
    'is the flag where it is a getter: %s',
    async (getter) => {
      expect(await asked(CLASS(getter), TAKEN)).toBe(`//- src/config.ts
class TestFlags {
  get old() {
    return size > 3;
  }
}
export const testFlags = new TestFlags();
//- src/page.ts
import { testFlags } from './config';
const { old } = testFlags;
a(old);`);
    },
  );

  const LIKELY = 'src/page.ts! This is likely a read of the flag, but only its name says so.';

  it.each([
    ['is a text', FEATURES("get('NEW_UI')")],
    ['says the other answer in any case', FEATURES('false')],
    ['is written twice', FEATURES('true,\n    newUi: !isOld')],
    ['may come from elsewhere', FEATURES('!isOld,\n    ...more')],
    ['stands in what may come from elsewhere', FEATURES('!isOld').replace('  },\n', '  },\n  ...more,\n')],
  ])('may be something else where it %s', async (_, flags) => {
    expect(await asked(flags, `${PAGE}\nc(config.features.wide);`)).toContain(LIKELY);
  });

  it.each([
    ['has an effect', CLASS('get newUi() { return asked++ > 3; }')],
    ['is a text', CLASS('get newUi() { return this.query.ui; }')],
    [
      'is one of several of the name',
      CLASS('get newUi() { return true; }\n  set newUi(value) { save(value); }'),
    ],
    ['belongs to any object of the class', CLASS('static get newUi() { return true; }')],
    [
      'is of an object that may be another one',
      CLASS('get newUi() { return true; }').replace('export const', 'export let'),
    ],
  ])('may be something else where the getter %s', async (_, flags) => {
    expect(await asked(flags, TAKEN)).toContain(LIKELY);
  });

  it('may be something else where the table is named for nothing of the kind', async () => {
    const flags = FEATURES('true').replace('features', 'layout');
    expect(await asked(flags, PAGE.replaceAll('features', 'layout'))).toBe('');
  });
});
