using MpnstApi.Storage;
using MpnstApi.Tests.Importing;

namespace MpnstApi.ReliabilityTests.Importing;

/// <summary>As <see cref="RegistryRecordTests"/> says, on a SQL Server.</summary>
public sealed class SqlServerRegistryRecordTests() : RegistryRecordTests(StorageProvider.SqlServer);
