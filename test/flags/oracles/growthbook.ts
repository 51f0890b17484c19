import { type FeatureDefinition, GrowthBook } from '@growthbook/growthbook';
import type { FlagValue } from '../../../server/src/flags/model';
import { type Answer, CODE_DEFAULT, type Oracle } from './oracle';

/** A map of features, under `features` or alone. */
export const growthbook: Oracle = async (text, keys, people) => {
  const document = JSON.parse(text) as Record<string, unknown>;
  const features = (document.features ?? document) as Record<string, FeatureDefinition>;
  const answers = new Map(keys.map((key): [string, Answer[]] => [key, []]));
  for (const { id, attributes } of people) {
    const client = new GrowthBook({ attributes: { ...attributes, ...(id !== undefined && { id }) } });
    client.initSync({ payload: { features } });
    for (const [key, own] of answers) {
      const answer = client.evalFeature(key).value as FlagValue;
      // `getFeatureValue` gives the code's default where there is no value.
      own.push(answer === null ? CODE_DEFAULT : answer);
    }
    client.destroy();
  }
  return answers;
};
