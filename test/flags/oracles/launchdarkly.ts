import { init, type LDContext } from '@launchdarkly/node-server-sdk';
import { FileDataSourceFactory } from '@launchdarkly/node-server-sdk/integrations';
import { parse } from 'yaml';
import { type Answer, askAll, CODE_DEFAULT, type Oracle, silent, withFile } from './oracle';

/** Someone with an attribute `kind` is of that kind, and else a user. */
export const launchdarkly: Oracle = (text, keys, people) =>
  // A file of another name would be read as YAML, by a parser that the SDK has to be given.
  withFile('flagdata.json', JSON.stringify(parse(text)), async (path) => {
    const data = new FileDataSourceFactory({ paths: [path], autoUpdate: false });
    const client = init('no-key', {
      updateProcessor: data.getFactory(),
      sendEvents: false,
      diagnosticOptOut: true,
      logger: silent,
    });
    try {
      await client.waitForInitialization({ timeout: 10 });
      return await askAll(keys, people, async (key, { id, attributes }) => {
        const context: LDContext = { kind: 'user', ...attributes, key: id ?? 'nobody' };
        const value: unknown = await client.variation(key, context, CODE_DEFAULT);
        return value as Answer;
      });
    } finally {
      client.close();
    }
  });
