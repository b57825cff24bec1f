const secretNames =
  /^(password|password_hash|new_password|current_password|secret|token|token_hash|csrf_token|authorization)$/i;

/** The same value with what secrets are called by left out, however deep it lies. */
export function redact(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redact);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]: [string, unknown]) => [
      name,
      secretNames.test(name) && inner !== null ? '•••' : redact(inner),
    ]),
  );
}
