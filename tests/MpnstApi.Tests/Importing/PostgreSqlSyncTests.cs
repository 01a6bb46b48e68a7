using MpnstApi.Storage;

namespace MpnstApi.Tests.Importing;

/// <summary>As <see cref="SyncTests"/> says, on a PostgreSQL server.</summary>
public sealed class PostgreSqlSyncTests() : SyncTests(StorageProvider.PostgreSql);
