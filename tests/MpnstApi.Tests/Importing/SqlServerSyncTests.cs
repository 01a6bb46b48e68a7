using MpnstApi.Storage;

namespace MpnstApi.Tests.Importing;

/// <summary>As <see cref="SyncTests"/> says, on a SQL Server.</summary>
public sealed class SqlServerSyncTests() : SyncTests(StorageProvider.SqlServer);
