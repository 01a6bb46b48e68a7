using MpnstApi.Storage;
using MpnstApi.Tests.Importing;

namespace MpnstApi.ReliabilityTests.Importing;

/// <summary>As <see cref="SyncTests"/> says, on a PostgreSQL server.</summary>
public sealed class PostgreSqlSyncTests() : SyncTests(StorageProvider.PostgreSql);
