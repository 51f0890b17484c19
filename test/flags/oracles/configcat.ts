import { createConsoleLogger, getClient, type IUser, LogLevel, PollingMode } from '@configcat/sdk';
import type { FlagValue } from '../../../server/src/flags/model';
import { askAll, CODE_DEFAULT, type Oracle, type Person } from './oracle';

let clients = 0;

/** Offline the SDK reads nothing but its cache, which holds the time, a tag and the file. */
export const configcat: Oracle = async (text, keys, people) => {
  const cached = `${Date.now()}\n"tag"\n${text}`;
  const key = `test-${'0'.repeat(17)}/${String(clients++).padStart(22, '0')}`;
  const client = getClient(key, PollingMode.ManualPoll, {
    offline: true,
    cache: { get: () => cached, set: () => {} },
    logger: createConsoleLogger(LogLevel.Off),
  });
  try {
    await client.forceRefreshAsync();
    return await askAll(keys, people, async (flag, person) => {
      const answer = (await client.getValueAsync(flag, null, userOf(person))) as FlagValue;
      return answer === null ? CODE_DEFAULT : answer;
    });
  } finally {
    client.dispose();
  }
};

function userOf({ id, attributes }: Person): IUser | undefined {
  if (id === undefined) return undefined;
  const { Email, Country, ...others } = attributes;
  // It knows no booleans.
  const custom = Object.entries(others).map(([name, value]) => [
    name,
    typeof value === 'boolean' ? String(value) : value,
  ]);
  return {
    identifier: id,
    ...(Email !== undefined && { email: String(Email) }),
    ...(Country !== undefined && { country: String(Country) }),
    custom: Object.fromEntries(custom) as Record<string, string | number>,
  };
}
