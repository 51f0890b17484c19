export function GiftWrapping() {
  return <p>Wrap it as a present</p>;
}
