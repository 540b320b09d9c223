// Layer 0: the error classes of the whole project and the checks that throw them. Imports nothing.
//
// Every message has one form: `<where>: <what must hold>, got <value>[; <what to do>]`.

/** The base of every error that Acclimate throws on purpose; anything else is a bug. */
export class AcclimateError extends Error {
  override name = "AcclimateError";
}

/** A tensor or array has a shape other than the one that the operation needs. */
export class ShapeError extends AcclimateError {
  override name = "ShapeError";
}

/** A configuration, an option or a command line is wrong; the command line exits with code 2. */
export class ConfigError extends AcclimateError {
  override name = "ConfigError";
}

/** A checkpoint cannot be read: damaged, truncated, or of another format; the command line exits with code 2. */
export class CheckpointError extends ConfigError {
  override name = "CheckpointError";
}

/** A tensor backend is unknown or not installed; the command line exits with code 2. */
export class BackendError extends ConfigError {
  override name = "BackendError";
}

/** An environment breaks its contract. */
export class EnvContractError extends AcclimateError {
  override name = "EnvContractError";
}

/** An operation is not supported by the selected backend. */
export class UnsupportedOpError extends AcclimateError {
  override name = "UnsupportedOpError";
}

/** A number that must be finite is not. */
export class NumericalError extends AcclimateError {
  override name = "NumericalError";
  /** Indices of the tasks that it happened in, where that is known. */
  readonly tasks: readonly number[];

  constructor(
    message: string,
    { tasks = [], ...options }: ErrorOptions & { readonly tasks?: readonly number[] } = {},
  ) {
    super(message, options);
    this.tasks = tasks;
  }
}

/** Elements of an array, or characters of an object, that {@link formatValue} shows before it cuts off. */
const SHOWN_ELEMENTS = 8;
const SHOWN_CHARACTERS = 120;

/** Writes a value as error messages show it: strings quoted, arrays and objects cut off when long. */
export function formatValue(value: unknown): string {
  if (typeof value === "string") return cutOff(JSON.stringify(value));
  if (typeof value === "function") return "a function";
  if (Object.is(value, -0)) return "-0";
  if (typeof value !== "object" || value === null) return String(value);
  if (Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView))) {
    const elements: unknown[] = Array.from(value as ArrayLike<unknown>);
    const shown = elements.slice(0, SHOWN_ELEMENTS).map(formatValue);
    if (elements.length > SHOWN_ELEMENTS) shown.push(`… ${elements.length} elements`);
    return `[${shown.join(", ")}]`;
  }
  const entries = Object.entries(value).map(([key, field]) => `${key}: ${formatValue(field)}`);
  return cutOff(entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`);
}

function cutOff(text: string): string {
  return text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS)}…`;
}

/**
 * Checks that an option is an integer and not too small.
 * @param where - what the value is, such as `collectRollout.episodesPerTask`
 * @throws {@link ConfigError} if it is not
 */
export function checkInteger(where: string, value: number, min: number): void {
  if (Number.isSafeInteger(value) && value >= min) return;
  throw new ConfigError(`${where}: must be an integer >= ${min}, got ${formatValue(value)}`);
}

/**
 * Checks that an option lies in a closed range; NaN does not.
 * @param where - what the value is, such as `generalizedAdvantages.gaeLambda`
 * @throws {@link ConfigError} if it does not
 */
export function checkRange(
  where: string,
  value: number,
  [min, max]: readonly [number, number],
): void {
  if (value >= min && value <= max) return;
  throw new ConfigError(`${where}: must lie in [${min}, ${max}], got ${formatValue(value)}`);
}

/**
 * Checks the number of elements of an array that stands for a tensor.
 * @param where - what the array is, such as `discountReturns: rewards`
 * @throws {@link ShapeError} if the length is not the product of `shape`
 */
export function checkLength(
  where: string,
  values: ArrayLike<unknown>,
  shape: readonly number[],
): void {
  const length = shape.reduce((product, size) => product * size, 1);
  if (values.length === length) return;
  throw new ShapeError(
    `${where} must have [${shape.join(", ")}] = ${length} elements, got ${values.length}`,
  );
}

/**
 * Checks that every number inside a value is finite.
 * @param where - what the value is; the error adds the path inside it
 * @throws {@link NumericalError} naming the first that is not
 */
export function checkFinite(where: string, value: unknown): void {
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw new NumericalError(`${where}: must be a finite number, got ${formatValue(value)}`);
  }
  if (typeof value !== "object" || value === null) return;
  for (const [key, field] of Object.entries(value)) {
    checkFinite(Array.isArray(value) ? `${where}[${key}]` : `${where}.${key}`, field);
  }
}
