import { pageArguments } from '../../../common/subgraph/database/keyset.ts';
import { lockingEditDepsOf } from '../../../common/subgraph/edit/edit.ts';
import type { SubgraphContext } from '../context.ts';
import type { Resolvers } from '../generated/schema-types.ts';
import { requireActor } from '../own-records.ts';
import { amountInWords } from './amount-in-words.ts';
import { correctDocument } from './correct-document.ts';
import { isSeries } from './document-rules.ts';
import { documentPage, findDocument } from './document-store.ts';
import { qrFieldsOf } from './print-document.ts';
import { printPdf } from './print-pdf.ts';
import { documentCode } from './printed-document.ts';
import { qrPayload } from './qr-payload.ts';
import { type DocumentRequest, requestDocument } from './request-document.ts';
import { ticketHtml } from './ticket-html.ts';

export const documentResolvers: Pick<Resolvers, 'Query' | 'Mutation' | 'SaleDocument'> = {
  Query: {
    comprobante: async (_, { series, number }, { database }) =>
      isSeries(series) ? ((await database.query(findDocument(series, number)))[0] ?? null) : null,
    comprobantes: (_, args, { loaders }) => {
      const { series, from, to } = args;
      return loaders.pages.load(documentPage({ series, from, to }, pageArguments(args)));
    },
  },
  Mutation: {
    emitirComprobante: async (_, { input }, context) => {
      const request = await requestDocument(lockingEditDepsOf(context), input);
      if (isAsked(request, context)) context.log.info('document.requested', fieldsOf(request));
      return answerOf(request, context);
    },
    corregirComprobante: async (_, { input }, context) => {
      const actor = requireActor(context);
      const request = await correctDocument({ ...lockingEditDepsOf(context), actor }, input);
      if (isAsked(request, context)) context.log.info('document.corrected', fieldsOf(request));
      return answerOf(request, context);
    },
  },
  SaleDocument: {
    code: ({ series, number }) => documentCode(series, number),
    customerDoc: ({ customerDocNumber }) => customerDocNumber,
    base: ({ baseCentimos }) => baseCentimos,
    tax: ({ taxCentimos }) => taxCentimos,
    total: ({ totalCentimos }) => totalCentimos,
    amountInWords: ({ totalCentimos }) => amountInWords(totalCentimos),
    qrPayload: (row) => qrPayload(qrFieldsOf(row)),
    html: async (row, _, { loaders }) => ticketHtml(await loaders.printedDocument.load(row)),
    pdf: async (row, _, { loaders }) => printPdf(await loaders.printedDocument.load(row)),
    sale: async ({ saleId }, _, { loaders }) => {
      const sale = await loaders.saleById.load(saleId);
      if (!sale) throw new Error(`A document names sale ${saleId}, which is not there`);
      return sale;
    },
    affects: async ({ affectsSeries, affectsNumber }, _, { database }) => {
      if (affectsSeries === null || affectsNumber === null) return null;
      return (await database.query(findDocument(affectsSeries, affectsNumber)))[0] ?? null;
    },
  },
};

/** Tells of a refusal where nothing was asked for; lets the worker begin at once where it was. */
function isAsked(request: DocumentRequest, { log, issueDocuments }: SubgraphContext): boolean {
  const codes = request.userErrors.map(({ code }) => code);
  if (codes.length > 0) log.info('document.refused', { ...fieldsOf(request), codes });
  else issueDocuments();
  return codes.length === 0;
}

function fieldsOf({ saleId, replayed }: DocumentRequest) {
  return { saleId, replayed };
}

async function answerOf(
  { saleId, replayed, userErrors }: DocumentRequest,
  { loaders }: SubgraphContext,
) {
  const sale = saleId === null ? null : await loaders.saleById.load(saleId);
  return { sale, replayed, userErrors };
}
