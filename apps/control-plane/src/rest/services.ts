// What handlers work with; made once by the composition root.
import type { KindDefinition } from '@gantry/api/kinds/define-kind';
import type { Registry } from '../registry/registry.ts';
import type { ServiceAccountTokens } from './authn/service-account-token.ts';
import type { BodyParser } from './body/parse-body.ts';
import type { WatchStreams } from './watch/watch-streams.ts';

export interface Services {
  registry: Registry;
  kinds: readonly KindDefinition[];
  parser: BodyParser;
  tokens: ServiceAccountTokens;
  watches: WatchStreams;
}
