export function OnePage({ total }: { total: number }) {
  return <form>Address, payment and {total} € on one page</form>;
}
