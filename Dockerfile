# docker build -t igdb-pipeline .
# docker run igdb-pipeline ingest --smart --limit 100      a command of package.json; its data is in the volume /app/.data
# docker run -p 5000:5000 igdb-pipeline start              the pipeline where it has not run yet, then the site
# docker run -e FUNCTION_TARGET=recommend igdb-pipeline    one of the five functions on port 8080, as Cloud Run runs it

# CI names the base by its digest: --build-arg NODE_IMAGE=node:24-slim@sha256:…
ARG NODE_IMAGE=node:24-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /source
COPY package.json package-lock.json .npmrc ./
COPY functions/package.json functions/
COPY shared/package.json shared/
COPY tests/package.json tests/
COPY web/package.json web/
# Only esbuild and vite are needed, and they come as binaries: no package's own script runs.
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts --workspace functions --workspace shared --workspace web --include-workspace-root
COPY tsconfig.base.json firebase.json ./
COPY functions functions
COPY shared shared
COPY web web
RUN node functions/deploy/bundle.ts /app
WORKDIR /app
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts --omit=dev \
  # DuckDB makes its files below it, so it has to belong to who runs the commands.
  && mkdir --mode=0750 .data && chown 1000:1000 .data

FROM ${NODE_IMAGE}
COPY --from=build /app /app
WORKDIR /app
ARG VERSION=unknown
# MALLOC_ARENA_MAX: glibc keeps what is free for each thread apart, in up to eight places a core.
ENV NODE_ENV=production MALLOC_ARENA_MAX=2 PLAYKIN_VERSION=${VERSION} PLAYKIN_HOST=0.0.0.0
LABEL org.opencontainers.image.title="igdb-pipeline" org.opencontainers.image.revision="${VERSION}"
USER 1000:1000
VOLUME /app/.data
EXPOSE 5000 8080
ENTRYPOINT ["/app/functions/deploy/entrypoint.sh"]
