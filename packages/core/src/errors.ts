const brand = Symbol.for('kagura.error');

/** Base of every error Kagura throws on purpose. The brand is shared between installed copies of the package. */
export class KaguraError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
    Object.defineProperty(this, brand, { value: true });
  }

  /** True for an error of any installed copy of Kagura, unlike `instanceof`. */
  static isInstance(value: unknown): value is KaguraError {
    return typeof value === 'object' && value !== null && brand in value;
  }
}

/** A setting that cannot work. Thrown at start, never on the call path. */
export class ConfigurationError extends KaguraError {
  constructor(message: string, options?: ErrorOptions) {
    super('KAGURA_CONFIGURATION', message, options);
  }
}
