import { Flagsmith, LocalFileHandler } from 'flagsmith-nodejs';
import { askAll, type Oracle, withFile } from './oracle';

/** Whoever has no id is asked for as the environment. */
export const flagsmith: Oracle = (text, keys, people) =>
  withFile('environment.json', text, async (path) => {
    const client = new Flagsmith({ offlineMode: true, offlineHandler: new LocalFileHandler(path) });
    const each = await Promise.all(
      people.map(async (person) => {
        const { id, attributes } = person;
        const flags =
          id === undefined ? client.getEnvironmentFlags() : client.getIdentityFlags(id, attributes);
        return [person, await flags] as const;
      }),
    );
    const flagsOf = new Map(each);
    return askAll(keys, people, (key, person) => flagsOf.get(person)!.isFeatureEnabled(key));
  });
