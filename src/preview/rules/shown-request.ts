import type { HttpRequest, Json } from '../../builder/rules/http-request.ts';

/** A call as it may be shown: each secret by its name. */
export function shownRequest({ method, url, body, nonce }: HttpRequest): {
  readonly method: string;
  readonly url: string;
  readonly body: Json;
} {
  const show = (text: string): string => {
    const named = text.replaceAll(new RegExp(`.${nonce}:([a-z0-9_]+).`, 'gsu'), '{{ secret.$1 }}');
    // Within an address the marks around a name are escaped.
    const encoded = new RegExp(`%EE%80%80${nonce}%3A([a-z0-9_]+)%EE%80%81`, 'gi');
    return named.replaceAll(encoded, '{{ secret.$1 }}');
  };
  return { method, url: show(url), body: mapTexts(body, show) };
}

function mapTexts(json: Json, change: (text: string) => string): Json {
  if (typeof json === 'string') return change(json);
  if (Array.isArray(json)) return json.map((item: Json) => mapTexts(item, change));
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(Object.entries(json).map(([name, value]) => [name, mapTexts(value, change)]));
}
