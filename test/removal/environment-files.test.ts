import { describe, expect, it } from 'vitest';
import { removeWhole } from '../support/whole-removal';

const PAGE = `//- src/page.ts
export const page = () => (process.env.NEW_UI === '1' ? fresh() : old());
`;

/** What becomes of files beside a page that asks for a variable of the environment. */
async function besides(files: string, code = PAGE): Promise<string> {
  return removeWhole(code + files, { flag: 'NEW_UI', hidden: ['src/page.ts'] });
}

const MENTIONED = 'The key is mentioned here, in a file whose code is not analysed.';

describe('a variable of the environment that no code asks for any more', () => {
  it.each([
    ['PORT=3\nNEW_UI=1\nOTHER=2', 'PORT=3\nOTHER=2'],
    ['PORT=3\nexport NEW_UI="1" # soon\nOTHER=2', 'PORT=3\nOTHER=2'],
    ['PORT=3\n#NEW_UI=1\nOTHER=2', 'PORT=3\nOTHER=2'],
    ['PORT=3\n\n# Shows the new page.\nNEW_UI=1\n\nOTHER=2', 'PORT=3\n\nOTHER=2'],
    ['# Features\nNEW_UI=1\nOTHER=2', '# Features\nOTHER=2'],
    ['PORT=3\n# NEW_UI=0\nNEW_UI=1\n# NEW_UI=2\n\nOTHER=2', 'PORT=3\n\nOTHER=2'],
    ['# Shows the new page.\nNEW_UI=1\n# Another.\nOTHER=2', '# Another.\nOTHER=2'],
    ['# NEW_UI is for the new page\nNEW_UI=1\nOTHER=2', 'OTHER=2'],
    ['# OTHER=1\nNEW_UI=1\n\nPORT=3', '# OTHER=1\n\nPORT=3'],
    ['# Features\nNEW_UI=1\n# OTHER=1\nPORT=3', '# Features\n# OTHER=1\nPORT=3'],
    ['A=1\n\n# Shows the new page.\n# NEW_UI=0\nNEW_UI=1\n\nB=2', 'A=1\n\nB=2'],
    ['PORT=3\r\nNEW_UI=1\r\nOTHER=2', 'PORT=3\r\nOTHER=2'],
    ['NEW_UI=1\nMY_NEW_UI=2\nNEW_UI_TOO=3', 'MY_NEW_UI=2\nNEW_UI_TOO=3'],
  ])('leaves files that set it: %j', async (before, after) => {
    for (const file of ['.env', '.env.example', 'app/.env.production', 'feature.env'])
      expect(await besides(`//- ${file}\n${before}`)).toBe(`//- ${file}\n${after}`);
  });

  it.each([
    ['environment:\n  PORT: 3\n  NEW_UI: "1"', 'environment:\n  PORT: 3'],
    ['environment:\n  - PORT=3\n  - NEW_UI=1\n  - OTHER', 'environment:\n  - PORT=3\n  - OTHER'],
    ['environment:\n  - NEW_UI', 'environment: []'],
    [
      'env:\n  - name: PORT\n    value: 3\n  - name: NEW_UI\n    value: "1"',
      'env:\n  - name: PORT\n    value: 3',
    ],
    [`build:\n  args:\n    NEW_UI: \${NEW_UI:-1}\n    OTHER: 2`, 'build:\n  args:\n    OTHER: 2'],
  ])('leaves the lists of variables in YAML: %j', async (before, after) => {
    expect(await besides(`//- compose.yaml\n${before}`)).toBe(`//- compose.yaml\n${after}`);
  });

  it('leaves the instructions of a Dockerfile', async () => {
    const before =
      'FROM node\nARG PORT=3\nARG NEW_UI=false\nENV NEW_UI $NEW_UI\nENV NEW_UI=$NEW_UI\nCMD node';
    const after = 'FROM node\nARG PORT=3\nCMD node';
    expect(await besides(`//- .env\nNEW_UI=1\nA=2\n//- web/Dockerfile.prod\n${before}`)).toBe(
      `//- .env\nA=2\n//- web/Dockerfile.prod\n${after}`,
    );
  });

  it('leaves those in JSON', async () => {
    expect(await besides('//- nodemon.json\n{\n  "env": {\n    "NEW_UI": "1",\n    "PORT": 3\n  }\n}')).toBe(
      '//- nodemon.json\n{\n  "env": {\n    "PORT": 3\n  }\n}',
    );
  });

  it('leaves the types that declare what is in the environment', async () => {
    const files = `//- src/vite-env.d.ts
interface ImportMetaEnv {
  readonly NEW_UI: string;
  readonly PORT: string;
}
//- src/globals.ts
declare global {
  namespace NodeJS {
    interface ProcessEnv {
      PORT: string;
      /** Shows the new page. */
      NEW_UI?: '0' | '1';
    }
  }
}
export {};
`;
    expect(await besides(files)).toBe(`//- src/globals.ts
declare global {
  namespace NodeJS {
    interface ProcessEnv {
      PORT: string;
    }
  }
}
export {};
//- src/vite-env.d.ts
interface ImportMetaEnv {
  readonly PORT: string;
}`);
  });

  it.each([
    ['//- run.sh\necho $NEW_UI'],
    ['//- .envrc\nif has node; then\n  export NEW_UI=1\nfi'],
    ['//- run.py\nos.environ["NEW_UI"]'],
    ['//- Dockerfile\nRUN echo NEW_UI'],
    ['//- Dockerfile\nENV NEW_UI=1 OTHER=2'],
    ['//- Dockerfile\nARG NEW_UI\nRUN echo $NEW_UI'],
    [`//- app.yaml\ncommand: echo \${NEW_UI}`],
    ['//- pod.yaml\nenv:\n  - name: NEW_UI\n    valueFrom: { configMapKeyRef: { key: NEW_UI } }'],
    ['//- other.yaml\nNEW_UI: 1'],
    ['//- broken.yaml\nenv:\n  NEW_UI: 1\n  : ]'],
    ['//- .env.test\nOTHER=$NEW_UI'],
    ['//- .env.test\nNEW_UI="one\ntwo"'],
    ['//- .env.test\nOTHER="one\nNEW_UI=1\ntwo"'],
    ['//- pod.yaml\ncommand: [printenv]\nargs: [NEW_UI]'],
    ['//- src/schema.ts\nexport const schema = z.object({ NEW_UI: z.string() });'],
    ["//- src/any.ts\nexport const all = ['NEW_UI'].map((name) => process.env[name]);"],
  ])('stays everywhere where something else may ask for it: %s', async (more) => {
    const result = await besides(`//- .env\nNEW_UI=1\n${more}`);
    expect(result).toContain(`.env! ${MENTIONED}`);
    expect(result).not.toContain('//- .env');
  });

  it('stays where a read of it stays', async () => {
    const code = '//- src/page.ts\nexport const page = () => show(process.env.NEW_UI);\n';
    expect(await besides('//- .env\nNEW_UI=1', code)).not.toContain('//- .env');
  });

  it('goes though a comment still names it', async () => {
    const files =
      '//- .env\nA=2\nNEW_UI=1\n//- src/told.ts\n// Before NEW_UI this was old.\nexport const told = 1;';
    expect(await besides(files)).toBe('//- .env\nA=2\nsrc/told.ts: This comment still names the flag.');
  });
});

it('is no matter of a flag that is no variable', async () => {
  const source = `//- flags.yaml
flags:
  new-ui: { enabled: true }
//- .env
new-ui=1
//- src/page.ts
export const page = () => (flags.isEnabled('new-ui') ? fresh() : old());
`;
  expect(await removeWhole(source, { flag: 'new-ui', hidden: ['src/page.ts'] })).toContain(
    `.env! ${MENTIONED}`,
  );
});
