import { expect, it } from 'vitest';
import { isTestFile } from '../../server/src/usages/test-file';

it.each([
  'src/page.test.tsx',
  'src/page.cy.ts',
  'src/__tests__/page.ts',
  'cypress/support/flags.ts',
  'src/testHelpers/render.tsx',
  'src/test-utils.tsx',
  'src/setupTests.ts',
  'jest.setup.ts',
  'spec/spec_helper.js',
  'packages/e2e-utils/src/start.ts',
  'src/utils.clienttest.ts',
  'src/api/users.integrationtests.ts',
])('%s is for tests', (file) => expect(isTestFile(file)).toBe(true));

it.each([
  'src/page.ts',
  'src/latest/utils.ts',
  'src/ab-test/variant.ts',
  'src/abTestUtils.ts',
  'src/split-test-helpers/index.ts',
  'src/contest.ts',
  'src/setup.ts',
  'src/helpers/spec.ts',
  'src/schema.latest.ts',
  'src/rules.contest.ts',
])('%s is not', (file) => expect(isTestFile(file)).toBe(false));
