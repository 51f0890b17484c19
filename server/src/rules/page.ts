import type { RuleId } from '../workspace/rule-ids';

/** The address of the page that explains a rule. */
export function pageOf(rule: RuleId): string {
  return `${PAGES}/${rule}.md`;
}

const PAGES = 'https://github.com/flagwright/flagwright/blob/main/docs/rules';
