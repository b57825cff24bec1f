/**
 * What is there already, or will be. Most of what a turn asks for is there, and to wait for it all the same costs a
 * promise and a way through the queue at each of a dozen layers: a third of the time and of the garbage of a turn.
 */
export type Soon<Value> = Value | Promise<Value>;

/** Goes on with a value: at once where it is there. What `goOn` throws comes the same way as its result. */
export function whenThere<Value, Result>(value: Soon<Value>, goOn: (value: Value) => Soon<Result>): Soon<Result> {
  return value instanceof Promise ? value.then(goOn) : goOn(value);
}
