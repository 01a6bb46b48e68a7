using MpnstApi.Storage;
using MpnstApi.Tests.Importing;

namespace MpnstApi.ReliabilityTests.Importing;

/// <summary>As <see cref="SyncTests"/> says, on a SQL Server.</summary>
public sealed class SqlServerSyncTests() : SyncTests(StorageProvider.SqlServer);
