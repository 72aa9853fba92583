/** A refusal as GitHub words it. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly body: object;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    message: string,
    errors?: readonly object[],
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.headers = headers;
    this.body = {
      message,
      ...(errors === undefined ? {} : { errors }),
      documentation_url: 'https://docs.github.com/rest',
      status: String(status),
    };
  }
}

export const notFound = () => new ApiError(404, 'Not Found');

export function invalid(resource: string, field: string, code: string): ApiError {
  return new ApiError(422, 'Validation Failed', [{ resource, field, code }]);
}

export function custom(resource: string, message: string): ApiError {
  return new ApiError(422, 'Validation Failed', [{ resource, code: 'custom', message }]);
}
