import { isIP } from 'node:net';
import { UsageError } from '../command.ts';

/** Load balancers in front: without them each officer would seem to come from theirs. @throws UsageError */
export function proxiesOf(text: string | null): string[] {
  const proxies = text?.split(',') ?? [];
  if (proxies.every((each) => isIP(each) !== 0)) return proxies;
  throw new UsageError({
    zh: '--proxies 写前置负载均衡的 IP 地址，逗号分隔，如 10.0.0.5,10.0.0.6。',
    en: '--proxies takes the IP addresses of the load balancers in front, such as 10.0.0.5,10.0.0.6.',
  });
}
