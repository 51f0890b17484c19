import type { Flagsmith } from 'flagsmith-nodejs';
import { lookUp, scan } from './catalogue';
import { mended } from './spelling';

export interface Customer {
  readonly id: string;
  readonly staff: boolean;
}

/** The products that a customer is looking for. */
export async function search(flagsmith: Flagsmith, customer: Customer, words: string): Promise<string[]> {
  const flags = await flagsmith.getIdentityFlags(customer.id, { staff: String(customer.staff) });
  const wanted = flags.isFeatureEnabled('spelling') ? mended(words) : words;
  return flags.isFeatureEnabled('fast_search') ? lookUp(wanted) : scan(wanted);
}
