# One image for every process of the graph; docker-compose.yml says which one runs.
ARG NODE_VERSION=24

FROM node:${NODE_VERSION}-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# No install scripts: the image brings its own Node, and nothing else needs one.
RUN npm ci --ignore-scripts
COPY . .
RUN node scripts/contract/generate/generate.ts \
 && node scripts/contract/compose/compose.ts --check \
 && node scripts/stack/build-web/build-web.ts
# What only generates, composes, builds or tests stays behind: the page holds what it needs.
RUN npm pkg delete dependencies.node dependencies.prisma dependencies.typescript \
      dependencies.@apollo/composition dependencies.@graphql-codegen/core \
      dependencies.@graphql-codegen/typescript dependencies.@graphql-codegen/typescript-resolvers \
      dependencies.@graphql-codegen/typescript-operations \
      dependencies.@graphql-typed-document-node/core \
      dependencies.cli-progress dependencies.csv-parse \
      dependencies.vite \
      dependencies.react dependencies.react-dom dependencies.wouter \
      dependencies.@tanstack/react-query dependencies.@fontsource-variable/inter \
      dependencies.barcode-detector dependencies.idb dependencies.papaparse \
 && npm prune --omit=dev --ignore-scripts

FROM node:${NODE_VERSION}-slim
WORKDIR /app
# The program that backups are made with.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends mariadb-client \
 && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production HOST=0.0.0.0 APOLLO_TELEMETRY_DISABLED=true
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/package.json ./
COPY --from=build /app/LICENSE ./
COPY --from=build /app/NOTICE ./
COPY --from=build /app/common common
COPY --from=build /app/subgraphs subgraphs
COPY --from=build /app/router router
COPY --from=build /app/web/dist web/dist
COPY --from=build /app/web/server web/server
COPY --from=build /app/schema schema
COPY --from=build /app/prisma prisma
COPY --from=build /app/scripts/operate scripts/operate
COPY --from=build /app/deploy/docker/healthcheck.ts deploy/docker/healthcheck.ts
USER node
HEALTHCHECK --interval=5s --timeout=3s --start-period=20s --retries=5 \
  CMD ["node", "deploy/docker/healthcheck.ts"]
CMD ["node", "router/main.ts"]
