# The commands of the two build stages are rehearsed by .ci/run in a clean folder, so keep them plain.
FROM node:20-bookworm-slim AS ide
WORKDIR /source
COPY src/graphiql/package.json src/graphiql/package-lock.json src/graphiql/.npmrc src/graphiql/
RUN npm --prefix src/graphiql ci
COPY src/graphiql src/graphiql
COPY src/MpnstApi/Graph/Documents src/MpnstApi/Graph/Documents
RUN npm --prefix src/graphiql run build

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig ./
COPY src/MpnstApi/MpnstApi.csproj src/MpnstApi/packages.lock.json src/MpnstApi/
RUN dotnet restore src/MpnstApi --locked-mode
COPY src/MpnstApi src/MpnstApi
COPY --from=ide /source/src/MpnstApi/graphiql src/MpnstApi/graphiql
RUN dotnet publish src/MpnstApi --configuration Release --no-restore --output /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
RUN mkdir /data && chown "$APP_UID" /data
COPY --from=build /app .
ENV ASPNETCORE_ENVIRONMENT=Production \
    ASPNETCORE_HTTP_PORTS=8080 \
    ConnectionStrings__Mpnst="Data Source=/data/mpnst.db"
VOLUME /data
USER $APP_UID
EXPOSE 8080
ENTRYPOINT ["dotnet", "MpnstApi.dll"]
