export function Steps({ total, count }: { total: number; count: number }) {
  return (
    <form>
      Step 1 of {count}, {total} €
    </form>
  );
}
