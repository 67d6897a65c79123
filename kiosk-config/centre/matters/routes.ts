import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import {
  filingOperations,
  matterOperations,
  publicationOperations,
  requestOperations,
} from '../contract/index.ts';
import { Refusal } from '../server/refusal.ts';
import { serve, WrittenJson } from '../server/serve.ts';
import type { Services } from '../server/services.ts';

type MatterServices = Pick<
  Services,
  | 'audit'
  | 'documents'
  | 'requests'
  | 'readings'
  | 'announcements'
  | 'connections'
  | 'publisher'
  | 'servedBundles'
  | 'terminals'
>;

export function registerMatters(app: FastifyInstance, services: MatterServices): void {
  registerMatter(app, services);
  registerRequests(app, services);
  registerFilings(app, services);
}

function registerMatter(
  app: FastifyInstance,
  { audit, documents, requests, readings, publisher, servedBundles, terminals }: MatterServices,
): void {
  serve(
    app,
    matterOperations,
    {
      async listMatters({ query, reach, officer }) {
        const own = reach === 'own-unit' && { unitCode: officer.unitCode ?? undefined };
        return { matters: await readings.matters({ ...query, ...own }) };
      },
      async readMatter({ params, permit }) {
        const matter = await readings.matter(params.handleItem);
        await permit({ unitCode: matter.unit.code });
        return matter;
      },
      async checkDocument({ body, permit }) {
        // A draft need not say yet whose it is; then there is no version in force that it could be compared with.
        const { handleItem } = body.document;
        if (typeof handleItem === 'string') await permit({ unitCode: handleItem.slice(0, 18) });
        return documents.check(body.document);
      },
      async importVersion({ body, officer, permit }) {
        await permit({ unitCode: unitOf(body.document) });
        return documents.importVersion(body.revision, body.document, officer);
      },
      async readVersion({ params, permit }) {
        await permit({ unitCode: params.handleItem.slice(0, 18) });
        return documents.read(params.handleItem, params.version);
      },
      async compareVersions({ params, query, permit }) {
        await permit({ unitCode: params.handleItem.slice(0, 18) });
        return documents.compare(params.handleItem, query.from, query.to);
      },
      async recordJointTest({ params, body, officer, permit }) {
        await permit({ unitCode: params.handleItem.slice(0, 18) });
        const runId = randomUUID();
        const command = { type: 'record-joint-test', runId, ...body } as const;
        const { revision } = await requests.act(params.handleItem, command, officer);
        return { handleItem: params.handleItem, revision, runId };
      },
      async listHappenings({ query, reach, officer }) {
        const unitCode = reach === 'own-unit' ? officer.unitCode : null;
        return { events: await readings.happenings({ ...query, unitCode }) };
      },
      listSunkDownBySite: async () => ({ sites: await readings.sites() }),
      conformance: ({ body }) => documents.conformance(body.online),
      publicationState: async () => ({
        ...(await publisher.state()),
        terminalsHave: await terminals.reader.newestPublished(),
      }),
    },
    audit,
  );
  serve(
    app,
    publicationOperations,
    {
      async readBundle({ query, reply }) {
        const bundle = await servedBundles(query.have);
        if (!bundle) throw new Refusal('NOT_FOUND');
        // The answer hangs on both versions alone; a little while spares the database a fleet that wakes at once.
        reply.header('cache-control', `public, max-age=${BUNDLE_CACHE_S}`);
        // A fleet that asks at once is not the time to write the same JSON ten thousand times.
        return new WrittenJson(bundle);
      },
    },
    audit,
  );
}

const BUNDLE_CACHE_S = 1;

function registerRequests(app: FastifyInstance, { audit, requests, readings }: MatterServices): void {
  serve(
    app,
    requestOperations,
    {
      async sendRequest({ body, officer, permit }) {
        const { handleItem, ...request } = body;
        await permit({ unitCode: handleItem.slice(0, 18) });
        return requests.send(handleItem, request, officer);
      },
      async listRequests({ query, reach, officer }) {
        const own = reach === 'own-unit' && { unitCode: officer.unitCode ?? undefined };
        return { requests: await readings.requests({ ...query, ...own }) };
      },
      async readRequest({ params, permit }) {
        const request = await readings.request(params.requestId);
        await permit({ unitCode: request.unit.code });
        return request;
      },
      reviewAsBureau: ({ params, body, officer }) =>
        requests.onRequest(params.requestId, { type: 'review-as-bureau', ...body }, officer),
      reviewAsReform: ({ params, body, officer }) =>
        requests.onRequest(params.requestId, { type: 'review-as-reform', ...body }, officer),
      recordResult: ({ params, body, officer }) =>
        requests.onRequest(params.requestId, { type: 'record-result', ...body }, officer),
      async resubmit({ params, body, officer, permit }) {
        await permit({ unitCode: (await requests.matterOf(params.requestId)).state.unit });
        return requests.onRequest(params.requestId, { type: 'resubmit', ...body }, officer);
      },
      async withdraw({ params, body, officer, permit }) {
        await permit({ unitCode: (await requests.matterOf(params.requestId)).state.unit });
        return requests.onRequest(params.requestId, { type: 'withdraw', ...body }, officer);
      },
      listTasks: async ({ officer }) => ({ tasks: await readings.tasks(officer) }),
    },
    audit,
  );
}

function registerFilings(
  app: FastifyInstance,
  { audit, requests, announcements, connections }: MatterServices,
): void {
  serve(
    app,
    filingOperations,
    {
      async fileMaintenance({ body, officer, permit }) {
        const { handleItem, ...window } = body;
        await permit({ unitCode: handleItem.slice(0, 18) });
        const windowId = randomUUID();
        const command = { type: 'file-maintenance', windowId, ...window } as const;
        const { revision } = await requests.act(handleItem, command, officer);
        return { handleItem, revision, windowId };
      },
      async cancelMaintenance({ params, body, officer, permit }) {
        const { handleItem, state } = await requests.matterOf(params.windowId);
        await permit({ unitCode: state.unit });
        const command = { type: 'cancel-maintenance', windowId: params.windowId, ...body } as const;
        const { revision } = await requests.act(handleItem, command, officer);
        return { handleItem, revision };
      },
      async suspendInEmergency({ body, officer, permit }) {
        const { handleItem, revision: seen, notice, announcement } = body;
        await permit({ unitCode: handleItem.slice(0, 18) });
        const suspensionId = randomUUID();
        const announcementId = randomUUID();
        const { revision } = await requests.act(
          handleItem,
          {
            ...{ type: 'suspend-in-emergency', revision: seen, suspensionId, notice },
            announcement: { announcementId, ...announcement },
          },
          officer,
        );
        return { handleItem, revision, suspensionId, announcementId };
      },
      async reportEmergency({ params, body, officer, permit }) {
        const { handleItem, state } = await requests.matterOf(params.suspensionId);
        await permit({ unitCode: state.unit });
        const command = { type: 'report-emergency', suspensionId: params.suspensionId, ...body } as const;
        const { revision } = await requests.act(handleItem, command, officer);
        return { handleItem, revision };
      },
      listAnnouncements: async () => ({ announcements: await announcements.list() }),
      announce: ({ body, actor }) => announcements.announce(body, actor),
      changeAnnouncement: ({ params, body, actor }) =>
        announcements.change(params.announcementId, body, actor),
      listConnections: async ({ reach, officer }) => ({
        connections: await connections.list(reach === 'own-unit' ? officer.unitCode : null),
      }),
      cutOffUnit: ({ body, officer }) => {
        const { unitCode, ...cutOff } = body;
        return connections.cutOff(unitCode, cutOff, officer);
      },
      restoreUnit: ({ params, body, officer }) => connections.restore(params.cutOffId, body, officer),
    },
    audit,
  );
}

function unitOf(document: Readonly<Record<string, unknown>>): string | null {
  const unit = document['unit'] as { code?: unknown } | undefined;
  return typeof unit?.code === 'string' ? unit.code : null;
}
