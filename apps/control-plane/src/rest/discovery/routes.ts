// Routes of discovery. The documents follow from the kinds alone, so they are written once.
import { createHash } from 'node:crypto';
import type { KindDefinition } from '@gantry/api/kinds/define-kind';
import { negotiate } from '../negotiation.ts';
import { groupVersionPath } from '../resource-routes.ts';
import { type Answer, jsonAnswer } from '../response/answer.ts';
import { valueText } from '../response/object-answer.ts';
import { wantsPretty } from '../response/view.ts';
import type { Route } from '../route.ts';
import type { Handler } from '../verbs.ts';
import { type AggregatedVersion, coreDiscovery, groupsDiscovery } from './aggregated.ts';
import { groupVersionsOf, namedGroups } from './group-versions.ts';
import { apiGroup, apiGroupList, apiResourceList, apiVersions } from './plain.ts';

const publicPath = { type: 'path' } as const;

export function discoveryRoutes(kinds: readonly KindDefinition[]): Route[] {
  const groupVersions = groupVersionsOf(kinds);
  const documents: [url: string, handle: Handler][] = [
    ['/api', aggregatedOr((version) => coreDiscovery(groupVersions, version), apiVersions(groupVersions))],
    ['/apis', aggregatedOr((version) => groupsDiscovery(groupVersions, version), apiGroupList(groupVersions))],
    ...[...namedGroups(groupVersions)].map(([name, versions]): [string, Handler] => [
      `/apis/${name}`,
      document(apiGroup(name, versions)),
    ]),
    ...groupVersions.map((entry): [string, Handler] => [groupVersionPath(entry), document(apiResourceList(entry))]),
  ];
  return documents.map(([url, handle]) => ({ method: 'GET', url, attributes: publicPath, handle }));
}

function document(value: unknown): Handler {
  return async (call) => {
    const { format } = negotiate(call.accept, []);
    const text = valueText(value, { format, pretty: wantsPretty(call) });
    return { code: 200, contentType: `application/${format}`, body: text };
  };
}

/** One document in the aggregated form, when asked for, in the version asked for; else the plain one. */
function aggregatedOr(build: (version: AggregatedVersion) => unknown, plain: unknown): Handler {
  const written = { v2: aggregatedAnswer(build('v2'), 'v2'), v2beta1: aggregatedAnswer(build('v2beta1'), 'v2beta1') };
  const fallback = document(plain);
  return async (call) => {
    const form = negotiate(call.accept, ['APIGroupDiscoveryList']);
    if (form.view === undefined) return fallback(call);
    const answer = form.version === 'v2' ? written.v2 : written.v2beta1;
    return call.ifNoneMatch === answer.headers?.etag ? { ...answer, code: 304, body: '' } : answer;
  };
}

function aggregatedAnswer(value: unknown, version: AggregatedVersion): Answer {
  const answer = jsonAnswer(value);
  const etag = `"${createHash('sha256').update(String(answer.body)).digest('hex').toUpperCase()}"`;
  return {
    ...answer,
    contentType: `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`,
    headers: { etag, vary: 'Accept' },
  };
}
