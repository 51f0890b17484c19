/** Stands for Node's `assert` where there is no Node. */
export default function assert(value: unknown, message = 'It is not so.'): asserts value {
  if (!value) throw new Error(message);
}
