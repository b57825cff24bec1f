/** Where a broker is. */
export type BrokerAddress =
  | {
      readonly kind: 'rabbitmq';
      /** One that a `URL` can hold, of the first node. */
      readonly url: string;
      /** `host:port` of every node of a cluster. */
      readonly hosts: readonly string[];
    }
  | {
      readonly kind: 'kafka';
      /** `host:port` of some nodes, which name the others. */
      readonly hosts: readonly string[];
      readonly isEncrypted: boolean;
      /** What stands before the names of topics and groups, where several installations share a Kafka. */
      readonly prefix: string;
      readonly signIn?: { readonly username: string; readonly password: string; readonly mechanism: SignIn };
    };

const signIns = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const;
/** How a password is shown to Kafka. */
export type SignIn = (typeof signIns)[number];

const usualPorts = { amqp: 5672, amqps: 5671, kafka: 9092, kafkas: 9092 } as const;

/**
 * Reads `amqp://user:password@host:5672,host:5672/vhost`, `amqps://…`, `kafka://user:password@host:9092,host:9092`, or
 * `kafkas://…` for TLS; with a password Kafka is shown it by SCRAM-SHA-512 unless `?mechanism=PLAIN` or another is told.
 * Installations that share a Kafka have names of their own behind the hosts (`kafka://host:9092/berlin`), as they have
 * virtual hosts of RabbitMQ.
 *
 * @returns null for anything else.
 */
export function readBrokerAddress(text: string): BrokerAddress | null {
  const found = /^(amqps?|kafkas?):\/\/(?:([^@/]*)@)?([^@/?]+)(\/[^?]*)?(?:\?(.*))?$/.exec(text);
  const [, scheme = '', credentials, list = '', path = '', query = ''] = found ?? [];
  if (!isScheme(scheme)) return null;
  const hosts = list.split(',').map((host) => readHost(host, usualPorts[scheme]));
  if (!hosts.every((host) => host !== null)) return null;
  const [first = ''] = hosts;
  if (scheme === 'amqp' || scheme === 'amqps') {
    const url = `${scheme}://${credentials === undefined ? '' : `${credentials}@`}${first}${path}${query && `?${query}`}`;
    return URL.canParse(url) ? { kind: 'rabbitmq', url, hosts } : null;
  }
  const [, name] = /^(?:\/([\w-]*))?$/.exec(path) ?? [null, null];
  if (name === null) return null;
  const [username, password] = (credentials ?? '').split(/:(.*)/s, 2).map(decode);
  const mechanism = readMechanism(new URLSearchParams(query));
  if (mechanism === null || username === null || password === null) return null;
  return {
    kind: 'kafka',
    hosts,
    isEncrypted: scheme === 'kafkas',
    prefix: name ? `${name}.` : '',
    ...(username ? { signIn: { username, password: password ?? '', mechanism } } : {}),
  };
}

function isScheme(scheme: string): scheme is keyof typeof usualPorts {
  return Object.hasOwn(usualPorts, scheme);
}

function readHost(text: string, usualPort: number): string | null {
  const [, host, digits] = /^(\[[\da-f:.]+\]|[^:[\]\s]+)(?::(\d{1,5}))?$/i.exec(text) ?? [];
  const port = digits === undefined ? usualPort : Number(digits);
  return host === undefined || port < 1 || port > 65_535 ? null : `${host}:${port}`;
}

function readMechanism(options: URLSearchParams): SignIn | null {
  const { mechanism = 'SCRAM-SHA-512', ...others } = Object.fromEntries(options);
  if (Object.keys(others).length > 0) return null;
  return signIns.find((known) => known === mechanism.toUpperCase()) ?? null;
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
