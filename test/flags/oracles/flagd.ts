import { FlagdCore } from '@openfeature/flagd-core';
import { parse } from 'yaml';
import type { FlagValue } from '../../../server/src/flags/model';
import { askAll, CODE_DEFAULT, type Oracle, silent } from './oracle';

/** flagd reads YAML by making it JSON. */
export const flagd: Oracle = (text, keys, people) => {
  const document = parse(text) as { readonly flags: Record<string, { readonly variants?: object }> };
  const core = new FlagdCore(undefined, silent);
  core.setConfigurations(JSON.stringify(document));
  return askAll(keys, people, (key, { id, attributes }) => {
    const context = { ...attributes, ...(id !== undefined && { targetingKey: id }) };
    const sample: unknown = Object.values(document.flags[key]?.variants ?? {})[0];
    // With two defaults, whatever follows the default shows itself.
    const [one, other] = [0, 1].map((i) => {
      try {
        return resolve(core, key, sample, i, context);
      } catch {
        return CODE_DEFAULT;
      }
    });
    return JSON.stringify(one) === JSON.stringify(other) ? one! : CODE_DEFAULT;
  });
};

/** By the type that the code would ask with. */
function resolve(core: FlagdCore, key: string, sample: unknown, i: number, context: object): FlagValue {
  const known = context as Record<string, string>;
  if (typeof sample === 'boolean') return core.resolveBooleanEvaluation(key, i === 0, known).value;
  if (typeof sample === 'number') return core.resolveNumberEvaluation(key, -1000 - i, known).value;
  if (typeof sample === 'string') return core.resolveStringEvaluation(key, `default ${i}`, known).value;
  return core.resolveObjectEvaluation(key, { default: i }, known).value as FlagValue;
}
