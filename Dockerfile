# The commands of the two build stages are rehearsed by .ci/run in a clean folder, so keep them plain.
FROM node:20-bookworm-slim AS ide
WORKDIR /source
COPY src/graphiql/package.json src/graphiql/package-lock.json src/graphiql/.npmrc src/graphiql/
RUN npm --prefix src/graphiql ci
COPY src/graphiql src/graphiql
COPY src/MpnstApi/Graph/Documents src/MpnstApi/Graph/Documents
RUN npm --prefix src/graphiql run build

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
# amd64 or arm64, set by BuildKit.
ARG TARGETARCH=amd64
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig ./
COPY src/MpnstApi/MpnstApi.csproj src/MpnstApi/packages.lock.json src/MpnstApi/
RUN dotnet restore src/MpnstApi --locked-mode -p:PublishReadyToRun=true
COPY src/MpnstApi src/MpnstApi
COPY --from=ide /source/src/MpnstApi/graphiql src/MpnstApi/graphiql
RUN dotnet publish src/MpnstApi --configuration Release --no-restore --arch $TARGETARCH -p:PublishReadyToRun=true --output /app
RUN mkdir -p /empty/data

# No shell and no package manager; "extra" has the ICU libraries that SQL Server's driver needs.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="MpnstApi" \
      org.opencontainers.image.description="Clinical trials of malignant peripheral nerve sheath tumours as a landscape, with evidence" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION"
WORKDIR /app
COPY --from=build /app .
# The database, and the only folder besides /tmp that is written to.
COPY --from=build --chown=$APP_UID /empty/data /data
ENV ASPNETCORE_ENVIRONMENT=Production \
    ASPNETCORE_HTTP_PORTS=8080 \
    DOTNET_EnableDiagnostics=0 \
    ConnectionStrings__Mpnst="Data Source=/data/mpnst.db"
VOLUME /data
USER $APP_UID
EXPOSE 8080
ENTRYPOINT ["dotnet", "MpnstApi.dll"]
