using MpnstApi.Storage;

namespace MpnstApi.Tests.Importing;

/// <summary>As <see cref="RegistryRecordTests"/> says, on a SQL Server.</summary>
public sealed class SqlServerRegistryRecordTests() : RegistryRecordTests(StorageProvider.SqlServer);
