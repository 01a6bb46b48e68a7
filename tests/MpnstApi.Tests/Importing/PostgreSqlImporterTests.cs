using MpnstApi.Storage;

namespace MpnstApi.Tests.Importing;

/// <summary>As <see cref="ImporterTests"/> says, in PostgreSQL.</summary>
public sealed class PostgreSqlImporterTests() : ImporterTests(StorageProvider.PostgreSql);
