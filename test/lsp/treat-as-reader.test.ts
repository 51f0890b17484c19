import { describe, expect, it } from 'vitest';
import { actionTitled, SHOP, start } from './shop';

describe('a reader that nobody knows', () => {
  const CODE = "ask('dark_mode');\nask('dark_mod');\n";

  it('is made known by a quick fix, which makes the configuration where there is none', async () => {
    const server = await start({ ...SHOP, 'src/ask.ts': CODE });
    server.open('src/ask.ts', CODE);
    await server.untilStatus(({ message }) => message === undefined);
    const treat = await actionTitled(server, 'src/ask.ts', CODE, "'dark|_mode'", /^Treat/);
    expect(treat).toMatchObject({
      title: "Treat 'ask' as a flag reader, in flagwright.config.json",
      kind: 'quickfix',
      edit: {
        documentChanges: [
          { kind: 'create', uri: server.uri('flagwright.config.json'), options: { ignoreIfExists: true } },
          { textDocument: { uri: server.uri('flagwright.config.json'), version: null } },
        ],
      },
    });
    server.apply(treat.edit!);
    expect(server.textOf('flagwright.config.json')).toBe(
      '{\n  "wrappers": [\n    { "call": "ask" }\n  ]\n}\n',
    );
    await server.untilFindings('src/ask.ts', (found) =>
      found.includes("unknown-flag: No flag file declares 'dark_mod'. Did you mean 'dark_mode'?"),
    );
  });
});
