/** Whoever answers which treatment a customer gets. */
export type Client = ReturnType<typeof import('./split').startSplit>;

/** What it costs to send a parcel, in cents. */
export function shippingCosts(client: Client, customer: string, kilograms: number): number {
  const costs = baseCosts(client, customer, kilograms);
  return client.getTreatment(customer, 'express') === 'on' ? costs + 490 : costs;
}

function baseCosts(client: Client, customer: string, kilograms: number): number {
  if (client.getTreatment(customer, 'flat_rate') === 'on') {
    return 590;
  }
  return 290 + byWeight(kilograms);
}

function byWeight(kilograms: number): number {
  return Math.ceil(kilograms) * 120;
}
