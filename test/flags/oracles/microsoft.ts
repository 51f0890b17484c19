import { ConfigurationObjectFeatureFlagProvider, FeatureManager } from '@microsoft/feature-management';
import { strictJson } from '../formats/support';
import { askAll, type Oracle } from './oracle';

/** Someone is in the groups that their attributes name. The older form is .NET's alone: the SDK knows none of its flags. */
export const microsoft: Oracle = async (text, keys, people) => {
  const configuration = JSON.parse(strictJson(text)) as Record<string, unknown>;
  const manager = new FeatureManager(new ConfigurationObjectFeatureFlagProvider(configuration));
  const known = new Set(await manager.listFeatureNames());
  return askAll(
    keys.filter((key) => known.has(key)),
    people,
    (key, { id, attributes }) =>
      manager.isEnabled(
        key,
        id === undefined ? undefined : { userId: id, groups: Object.values(attributes).map(String) },
      ),
  );
};
