import { expect, it } from 'vitest';
import manifest from '../../package.json';
import { TOOLS } from '../../server/src/features/tools';

it('is in the manifest as it is', () => {
  const contributed = manifest.contributes.languageModelTools.map(
    ({ name, modelDescription, inputSchema }) => {
      // Only an editor can show a plan to be applied.
      const { apply, ...properties } = inputSchema.properties as Record<string, unknown>;
      expect(apply !== undefined, name).toBe(name === 'flagwright_plan_removal');
      return { name, description: modelDescription, input: { ...inputSchema, properties } };
    },
  );
  expect(contributed).toEqual(TOOLS.map(({ name, description, input }) => ({ name, description, input })));
});
