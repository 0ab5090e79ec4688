# The specgen command alone: no shell, no packages, not root. See docs/ci.md.
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o /specgen ./cmd/specgen && mkdir -m 1777 /empty

FROM scratch
LABEL org.opencontainers.image.source="https://github.com/specgen/specgen" org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build /specgen /specgen
# Traces that do not fit into --memory go to temporary files.
COPY --from=build --chown=65532:65532 /empty /tmp
USER 65532:65532
WORKDIR /work
ENTRYPOINT ["/specgen"]
