# Minuta in a container: `docker build -t minuta .`, then `docker run -p 3000:3000 -v minuta:/data minuta`.
# The image's Node only installs: what runs is the project's own, from package-lock.json.
FROM node:22-bookworm-slim AS builds

WORKDIR /minuta
COPY . .
RUN npm ci --no-audit --no-fund

FROM node:22-bookworm-slim

WORKDIR /minuta
COPY package.json package-lock.json ./
COPY scripts/prepare.js scripts/
RUN npm ci --omit=dev --no-audit --no-fund && npm cache clean --force
COPY . .
COPY --from=builds /minuta/dist dist
COPY --from=builds /minuta/web/panel/dist web/panel/dist
RUN install -d -o node -g node -m 700 /data

ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
USER node
VOLUME /data
EXPOSE 3000

# Whether the process is alive; whether it may get work is asked at /readyz by who gives it work.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node_modules/.bin/node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]

# As `npm start` runs it, but without npm in between, which would keep SIGTERM to itself.
ENTRYPOINT ["node_modules/.bin/node", "--max-semi-space-size=8", "--heap-growing-percent=15", "bin/main.js"]
CMD ["start"]
